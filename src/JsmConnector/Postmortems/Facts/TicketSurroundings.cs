namespace JsmConnector.Postmortems.Facts;

/// <summary>What Jira keeps around a ticket. Each part is null when Jira would not tell it: a document does without.</summary>
public sealed record TicketSurroundings
{
    public static TicketSurroundings Unknown { get; } = new();

    /// <summary>A monitor or another app reported the ticket, so its creation is its detection.</summary>
    public bool? ReporterIsApp { get; init; }
    public IReadOnlyList<LinkedTicket>? Links { get; init; }
    public IReadOnlyList<ServiceLevel>? ServiceLevels { get; init; }
    public IReadOnlyList<TicketApproval>? Approvals { get; init; }
}

/// <param name="Relation">In the words of Jira: `is caused by`.</param>
public sealed record LinkedTicket(string Key, string Relation, string? Summary, string? Status, bool IsDone, string Url);

/// <param name="Elapsed">Null when the clock of the agreement never ran.</param>
public sealed record ServiceLevel(string Name, TimeSpan? Goal, TimeSpan? Elapsed, bool IsBreached);

/// <param name="Decision">`approved`, `declined` or `pending`.</param>
public sealed record TicketApproval(string Id, string Name, string Decision, DateTimeOffset? DecidedAt, IReadOnlyList<string> Approvers);
