using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>
/// What the built-in page shows. The public output reads these tables and nothing else, and they have no column for anything internal:
/// public by construction.
/// </summary>
public sealed class PublishedPage : ITenantOwned, IPublicData
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>Id of the page in the settings.</summary>
    public required string PageId { get; init; }

    /// <summary>Grows with every change; nodes compare it in case a notification was lost.</summary>
    public required long Version { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
}

public sealed class PublishedComponent : ITenantOwned, IPublicData
{
    public required InstallationId InstallationId { get; init; }
    public required string PageId { get; init; }
    public required string PublicId { get; init; }
    public required string Name { get; set; }
    public required int Position { get; set; }

    /// <summary>Name of the state, as in JSON.</summary>
    public required string Status { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>History of a component's state: what uptime is counted from.</summary>
public sealed class ComponentStateChange : ITenantOwned, IPublicData
{
    public required InstallationId InstallationId { get; init; }
    public required string PageId { get; init; }
    public required string ComponentId { get; init; }
    public long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Status { get; init; }
}

/// <summary>An incident, or planned maintenance: that is one with a window.</summary>
public sealed class PublishedIncident : ITenantOwned, IPublicData
{
    public required InstallationId InstallationId { get; init; }
    public required string PageId { get; init; }
    public required string PublicId { get; init; }
    public required string Title { get; set; }

    /// <summary>Name of the stage, as in JSON; a withdrawn incident reads `resolved`, a cancelled maintenance `completed`.</summary>
    public required string Stage { get; set; }

    /// <summary>The worst it ever was.</summary>
    public required string Impact { get; set; }
    public required DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? MonitoringAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public DateTimeOffset? NextUpdateAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public required string[] ComponentIds { get; set; }

    /// <summary>Markdown of the account that people approved for readers; null until there is one.</summary>
    public string? Account { get; set; }

    /// <summary>When it was first published.</summary>
    public DateTimeOffset? AccountAt { get; set; }

    /// <summary>The window of a maintenance; null for incidents.</summary>
    public DateTimeOffset? ScheduledFor { get; set; }
    public DateTimeOffset? ScheduledUntil { get; set; }
}

public sealed class PublishedUpdate : ITenantOwned, IPublicData
{
    public required InstallationId InstallationId { get; init; }
    public required string PageId { get; init; }
    public required string PublicId { get; init; }
    public required string IncidentId { get; init; }
    public required int Number { get; init; }
    public required string Stage { get; init; }
    public required string Words { get; init; }
    public required DateTimeOffset DisplayAt { get; init; }
    public DateTimeOffset? NextUpdateAt { get; init; }
    public bool IsCorrection { get; init; }

    /// <summary>JSON list of <see cref="AffectedComponent"/>: how components moved with this update, or stayed; null when it touches none.</summary>
    public string? Affected { get; init; }
}

public sealed record AffectedComponent(string Code, string Name, string OldStatus, string NewStatus) : IPublicData;
