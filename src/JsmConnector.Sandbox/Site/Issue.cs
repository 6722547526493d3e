namespace JsmConnector.Sandbox.Site;

public sealed class Issue
{
    public required string Id { get; init; }
    public required string Key { get; init; }
    public required Person Reporter { get; init; }
    public required DateTimeOffset Created { get; init; }
    public string ProjectKey { get; set; } = "OPS";
    public string ProjectType => ProjectKey == "OPS" ? "service_desk" : "software";
    public required Named Type { get; set; }
    public required string Summary { get; set; }
    public string Description { get; set; } = "";
    public Named Priority { get; set; } = Catalogue.Priorities[2];
    public Status Status { get; set; } = Catalogue.Statuses[0];
    public Named? Resolution { get; set; }
    public DateTimeOffset? ResolutionDate { get; set; }
    public bool IsSecret { get; set; }
    public Person? Assignee { get; set; }
    public List<string> Labels { get; set; } = [];
    public List<Named> Services { get; set; } = [];
    public required DateTimeOffset Updated { get; set; }
    public List<Comment> Comments { get; } = [];
    public List<Change> Changes { get; } = [];
    public Dictionary<string, RemoteLink> Links { get; } = [];
    public System.Collections.Concurrent.ConcurrentDictionary<string, System.Text.Json.Nodes.JsonNode> Properties { get; } = [];
    public List<LinkedIssue> LinkedIssues { get; } = [];
    public List<ServiceLevel> ServiceLevels { get; } = [];
    public List<Approval> Approvals { get; } = [];
}

public sealed record Comment(string Id, Person Author, string Body, bool IsPublic, DateTimeOffset Created);

public sealed record Change(string Id, Person Author, DateTimeOffset At, IReadOnlyList<ChangeItem> Items);

public sealed record ChangeItem(string Field, string FieldId, string? From, string? FromText, string? To, string? ToText);

public sealed record RemoteLink(int Id, string Title, string Url, string? Relationship);

/// <param name="Relation">As this side of the link is called, like `is caused by`.</param>
public sealed record LinkedIssue(string Relation, Issue Other);

public sealed record ServiceLevel(string Name, TimeSpan Goal, TimeSpan Elapsed, bool IsBreached);

public sealed record Approval(string Id, string Name, Person Approver, bool IsApproved, DateTimeOffset At);
