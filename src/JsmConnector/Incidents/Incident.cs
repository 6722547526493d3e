using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents;

/// <summary>One service trouble, held by one Jira issue. Keyed on the numeric issue id: keys change when an issue moves.</summary>
public sealed class Incident : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId Id { get; init; }
    public required string IssueId { get; init; }
    public required string IssueKey { get; set; }

    /// <summary>The ticket's summary: internal, never published.</summary>
    public string? Summary { get; set; }
    public required Stage Stage { get; set; }

    /// <summary>The stage that the ticket told last; differs from <see cref="Stage"/> after a person spoke.</summary>
    public Stage TicketStage { get; set; }
    public required Severity Severity { get; set; }

    /// <summary>The worst severity any snapshot told, however late it came.</summary>
    public required Severity WorstSeverity { get; set; }

    /// <summary>Name of the incident class: what the rules make of the ticket as it is now, `outage` when none fits.</summary>
    public string Class { get; set; } = "outage";

    /// <summary>A test that is shown on the built-in pages alone.</summary>
    public bool IsTest { get; set; }

    /// <summary>Null until a person wrote one; then it stands instead of the neutral sentence.</summary>
    public string? WrittenTitle { get; set; }
    public required DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>The promise: when the next public word comes. Null once the incident has ended.</summary>
    public DateTimeOffset? NextUpdateAt { get; set; }

    /// <summary>Account id of who leads the communication; null while nobody does.</summary>
    public string? CommunicationLead { get; set; }

    /// <summary>As Jira said it when the lead was taken; null when it did not. Internal.</summary>
    public string? CommunicationLeadName { get; set; }

    /// <summary>`updated` of the snapshot we hold.</summary>
    public required DateTimeOffset SnapshotAt { get; set; }

    /// <summary>The issue is gone: no late snapshot brings it back.</summary>
    public bool Deleted { get; set; }

    /// <summary>False while the issue has a security level, or when it was first seen long after its end.</summary>
    public bool Published { get; set; }

    /// <summary>Why the incident ended as withdrawn; internal.</summary>
    public string? EndedBecause { get; set; }
    public List<IncidentComponent> Components { get; init; } = [];
    public uint RowVersion { get; init; }

    public string PublicTitle => WrittenTitle ?? PublicWords.Title([.. Components.Where(c => c.IsAffected).Select(c => c.Name)]);
}

/// <summary>A component that the incident touches or touched.</summary>
public sealed class IncidentComponent : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }
    public required ComponentId ComponentId { get; init; }
    public required string Name { get; init; }

    /// <summary>False when the ticket no longer names it; kept for the history.</summary>
    public bool IsAffected { get; set; } = true;

    /// <summary>The state that a person said; null follows the ticket. It holds until the ticket tells of another effect.</summary>
    public ComponentStatus? SpokenStatus { get; set; }

    /// <summary>The state that a rule of the site gives instead of the severity's; null follows the severity.</summary>
    public ComponentStatus? RuledStatus { get; set; }

    public ComponentStatus StatusUnder(Severity severity) => SpokenStatus ?? ToldUnder(severity);

    /// <summary>What the ticket itself says, whatever people said since.</summary>
    public ComponentStatus ToldUnder(Severity severity) => RuledStatus ?? severity.Effect;
}

/// <summary>A service of the site as readers see it; made on first sight, found by name without regard to case.</summary>
public sealed class Component : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required ComponentId Id { get; init; }
    public required string Name { get; set; }

    /// <summary>The name in lower case: what makes two mentions the same component.</summary>
    public required string NameKey { get; init; }
    public required int Position { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something public first named it: a published incident or planned work. Null: only hidden tickets did, and no page may show it.</summary>
    public DateTimeOffset? PublicSince { get; set; }

    public static string KeyOf(string name) => ComponentNames.KeyOf(name);
}

public static class ComponentNames
{
    /// <summary>Two names with one key are one component.</summary>
    public static string KeyOf(string name) => name.Trim().ToLowerInvariant();
}

/// <summary>A public word about an incident. Never edited: corrections are updates of their own.</summary>
public sealed class IncidentUpdate : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required UpdateId Id { get; init; }
    public required IncidentId IncidentId { get; init; }
    public required Stage Stage { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>The class of the incident when this was said; null: said before that was kept.</summary>
    public string? Class { get; init; }

    /// <summary>Words for customers, plain text.</summary>
    public required string CustomerWords { get; init; }

    /// <summary>Words that a person wrote for one other audience, by its name. Audiences without an entry read a text.</summary>
    public IReadOnlyDictionary<string, string> OtherWords { get; init; } = new Dictionary<string, string>();

    /// <summary>What people had answered about the incident when this was said, by the names of texts' variables.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>Which of the texts the customers' words are: the name of a stage, `holding`, `scope`. Null: a person wrote them.</summary>
    public string? About { get; init; }

    public bool IsByHand => About is null;

    public required DateTimeOffset PublishedAt { get; init; }
    public DateTimeOffset? NextUpdateAt { get; init; }
    public UpdateId? CorrectionOf { get; init; }

    /// <summary>Account id of the author; null for words that the app wrote by rule. Internal.</summary>
    public string? Author { get; init; }

    /// <summary>Order within the incident, from 1.</summary>
    public required int Number { get; init; }
}

/// <summary>A <see cref="TimelineFact"/> at rest. Keyed by issue, because a comment may arrive before its incident.</summary>
public sealed class TimelineEntry : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required string IssueId { get; init; }
    public required string Key { get; init; }
    public required DateTimeOffset At { get; set; }
    public required string Kind { get; set; }
    public required string Text { get; set; }
    public required Visibility Visibility { get; set; }
    public string? Actor { get; set; }
    public required string Evidence { get; set; }
    public required DateTimeOffset AsOf { get; set; }
    public bool Removed { get; set; }
}
