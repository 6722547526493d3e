using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.StatusPages;

/// <summary>
/// One kind of status page. The contract is "bring the remote incident to this state": the state is set, whatever was there before;
/// updates are appended once, keyed by our update. The same task may come again after its call was carried out unseen
/// (<see cref="DeliveryAttempt.Number"/> above 1): a repeat must find what the first call left and add nothing.
/// A failure is an outcome; the caller owns retries and back-off. Nothing of a secret goes into a reason.
/// </summary>
public interface IStatusPageProvider
{
    /// <summary>The `provider` of <see cref="StatusPageSettings"/>.</summary>
    string Name { get; }

    Task<DeliveryOutcome> BringToAsync(MirrorTask task, CancellationToken cancellationToken);

    /// <summary>The same contract for planned work. A page that cannot show it yet says so.</summary>
    Task<DeliveryOutcome> BringToAsync(MaintenanceTask task, CancellationToken cancellationToken) =>
        Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Suppressed("Planned maintenance is not mirrored to this kind of page."));

    /// <summary>Whether the page could be reached and written with these settings, saved or not. Shows readers nothing.</summary>
    /// <returns>Null when only a real word would tell.</returns>
    Task<DeliveryOutcome?> PingAsync(StatusPageSettings page, CancellationToken cancellationToken) => Task.FromResult<DeliveryOutcome?>(null);
}

public sealed record MaintenanceTask(
    DeliveryAttempt Attempt,
    StatusPageSettings Page,
    PublicMaintenance Maintenance,
    IReadOnlyList<ComponentState> Components);

/// <param name="Components">
/// The worst state over all open published incidents, for every component that any incident of the site ever touched:
/// a component recovers only when the last incident lets go.
/// </param>
public sealed record MirrorTask(
    DeliveryAttempt Attempt,
    StatusPageSettings Page,
    PublicIncident Incident,
    IReadOnlyList<ComponentState> Components);

/// <summary>All that may be said in public of an incident. Nothing of the ticket's text, people or comments has a place here.</summary>
public sealed record PublicIncident
{
    public required IncidentId Id { get; init; }

    /// <summary>For the marker in remote metadata that only the page's owner sees.</summary>
    public required string IssueId { get; init; }
    public required string IssueKey { get; init; }
    public required string Title { get; init; }
    public required Stage Stage { get; init; }
    public required Severity WorstSeverity { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset? ResolvedAt { get; init; }
    public required DateTimeOffset? NextUpdateAt { get; init; }

    /// <summary>Planned work has a window; null for incidents.</summary>
    public (DateTimeOffset From, DateTimeOffset Until)? Window { get; init; }

    /// <summary>A test that may be ended, with every trace of it, while its word is on the way.</summary>
    public bool IsTest { get; init; }

    /// <summary>Components that the incident touches or touched.</summary>
    public required IReadOnlyList<PublicComponent> Components { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<PublicUpdate> Updates { get; init; }
}

/// <param name="IsAffected">False when the incident let go of it.</param>
public sealed record PublicComponent(ComponentId Id, string Name, bool IsAffected);

public sealed record PublicUpdate(UpdateId Id, Stage Stage, string Words, DateTimeOffset PublishedAt, DateTimeOffset? NextUpdateAt, UpdateId? CorrectionOf);

public sealed record ComponentState(ComponentId Id, string Name, int Position, DateTimeOffset CreatedAt, ComponentStatus Status);
