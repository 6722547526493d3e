namespace JsmConnector.Incidents;

/// <summary>
/// What a ticket said at one moment, in our words. Anything a site can leave out is null or empty.
/// Times are instants; the source's zone is gone.
/// </summary>
public sealed record IssueSnapshot
{
    public required string IssueId { get; init; }
    public required string Key { get; init; }
    public string? ProjectKey { get; init; }
    public string? ProjectType { get; init; }
    public string? IssueTypeId { get; init; }
    public string? IssueTypeName { get; init; }
    public string? RequestTypeId { get; init; }
    public string? RequestTypePractice { get; init; }
    public string? StatusId { get; init; }
    public string? StatusName { get; init; }
    public string? StatusCategory { get; init; }
    public string? PriorityId { get; init; }
    public string? PriorityName { get; init; }
    public string? ResolutionId { get; init; }
    public string? ResolutionName { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public string? Summary { get; init; }
    public bool HasSecurityLevel { get; init; }
    public string? SecurityLevelId { get; init; }
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Ids and names of the values of the custom fields that the site's rules read; no others are kept.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = System.Collections.Frozen.FrozenDictionary<string, IReadOnlyList<string>>.Empty;
    public IReadOnlyList<string> AffectedServices { get; init; } = [];
    public IReadOnlyList<string> Components { get; init; } = [];
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Jira's own `updated`, or the time of the event when the body has none. A snapshot older than the one held never wins.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Comment events and all of Forge's carry few fields: such a snapshot may recognise an incident, but never changes one.</summary>
    public bool IsPartial { get; init; }
}
