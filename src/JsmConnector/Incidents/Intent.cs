namespace JsmConnector.Incidents;

/// <summary>What an event from Jira asks of us, after translation.</summary>
public abstract record Intent
{
    /// <summary>An issue was created, edited, moved or transitioned.</summary>
    public sealed record Observe(IssueSnapshot Snapshot, IReadOnlyList<TimelineFact> Facts) : Intent;

    /// <summary>An issue was deleted; the snapshot is its last state.</summary>
    public sealed record Delete(IssueSnapshot Snapshot) : Intent;

    /// <summary>A comment was written, edited or deleted: timeline only.</summary>
    public sealed record Note(IssueSnapshot? Snapshot, string IssueId, IReadOnlyList<TimelineFact> Facts) : Intent;

    /// <summary>Nothing for us; the reason is kept on the row for the administrator.</summary>
    public sealed record NotOurs(string Reason) : Intent;
}

public enum Visibility { Internal, Public }

/// <summary>
/// One thing that happened, with the place it can be checked. <see cref="Key"/> is unique in the incident and names the source event,
/// so that the same event told twice is one row, and a later edit (<see cref="AsOf"/>) replaces an earlier one.
/// </summary>
public sealed record TimelineFact
{
    public required string Key { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>`status`, `priority`, `assignee`, `field`, `comment`, `chat`, `link`, `update`, `component`, `delivery`, `issue`.</summary>
    public required string Kind { get; init; }
    public required string Text { get; init; }
    public Visibility Visibility { get; init; } = Visibility.Internal;

    /// <summary>Who did it, as Jira shows the name; internal use only.</summary>
    public string? Actor { get; init; }

    /// <summary>Names the source: `changelog/10227`, `comment/10019`, `update/…`.</summary>
    public required string Evidence { get; init; }

    /// <summary>Version of the fact: the time of the edit that we saw.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public bool Removed { get; init; }

    /// <summary>Tells of a row that is written in the same transaction, so that nobody has noted it before.</summary>
    public bool IsNew { get; init; }
}
