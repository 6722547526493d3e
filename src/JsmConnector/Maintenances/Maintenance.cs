using JsmConnector.Platform.Database;

namespace JsmConnector.Maintenances;

public readonly record struct MaintenanceId(Guid Value)
{
    public static MaintenanceId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));
}

/// <summary>Planned work with a window. It says of itself that it began and ended, unless a person wants to say so.</summary>
public sealed class Maintenance : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required MaintenanceId Id { get; init; }
    public required string Title { get; set; }
    public MaintenanceStage Stage { get; set; } = MaintenanceStage.Scheduled;
    public required DateTimeOffset ScheduledFor { get; set; }
    public required DateTimeOffset ScheduledUntil { get; set; }

    /// <summary>The clock moves it to "in progress" and, at the end of the window, to "completed".</summary>
    public required bool Automatic { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Ids of <see cref="Incidents.Component"/>.</summary>
    public required Guid[] ComponentIds { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The change ticket that plans it; null for work that people entered.</summary>
    public string? IssueId { get; init; }

    /// <summary>By which the team knows that ticket; never public.</summary>
    public string? IssueKey { get; set; }

    /// <summary>`updated` of the ticket as we know it: an older word of it changes nothing.</summary>
    public DateTimeOffset? SnapshotAt { get; set; }
    public uint RowVersion { get; set; }

    /// <summary>Its components as its title lists them.</summary>
    public IReadOnlyList<Incidents.Component> InItsOrder(IEnumerable<Incidents.Component> components) => [.. components.OrderBy(component => Array.IndexOf(ComponentIds, component.Id.Value))];

    public bool IsRunning => Stage is MaintenanceStage.InProgress or MaintenanceStage.Verifying;
}

/// <summary>Public words about a maintenance; rows are never changed.</summary>
public sealed class MaintenanceUpdate : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required Guid Id { get; init; }
    public required MaintenanceId MaintenanceId { get; init; }
    public required int Number { get; init; }
    public required MaintenanceStage Stage { get; init; }
    public required string Words { get; init; }

    /// <summary>What its text was about; null for words of a version that did not keep it.</summary>
    public string? About { get; init; }

    /// <summary>A person wrote the words.</summary>
    public bool IsWritten { get; init; }

    /// <summary>When the work was to begin until this word; null: its begin was not moved.</summary>
    public DateTimeOffset? MovedFrom { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Account id; null for words that the clock said.</summary>
    public string? Author { get; init; }
}
