using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>
/// Brings the tables of the built-in page to the wanted state, in one transaction with the news of it. A repeat changes nothing:
/// state is set, and an update is a row keyed by its id.
/// </summary>
public sealed class BuiltinStatusPage(JsmConnectorContext database, TimeProvider clock) : IStatusPageProvider
{
    /// <summary>PostgreSQL channel; the payload is the installation's id.</summary>
    public const string ChangedChannel = "status_page_changed";

    public string Name => "builtin";

    public Task<DeliveryOutcome> BringToAsync(MirrorTask task, CancellationToken cancellationToken) =>
        BringToAsync(task.Attempt.InstallationId, task.Page.Id, PublishedEntry.Of(task.Incident), task.Components, cancellationToken, task.Incident.IsTest ? task.Incident.Id : null);

    public Task<DeliveryOutcome> BringToAsync(MaintenanceTask task, CancellationToken cancellationToken) =>
        BringToAsync(task.Attempt.InstallationId, task.Page.Id, PublishedEntry.Of(task.Maintenance), task.Components, cancellationToken);

    private async Task<DeliveryOutcome> BringToAsync(
        InstallationId installation, string page, PublishedEntry entry, IReadOnlyList<ComponentState> components, CancellationToken cancellationToken, IncidentId? test = null)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await PageVersion.LockAsync(database, installation, page, now, cancellationToken);
        // Whoever ends a test removes the incident first and then, under this lock, what the page shows of it.
        if (test is { } id && !await database.Set<Incident>().AnyAsync(incident => incident.Id == id, cancellationToken))
            return new DeliveryOutcome.Suppressed("The test has ended.");
        var write = new WritePublished(database, installation, page, now);
        var moves = await write.MoveComponentsAsync(components, cancellationToken);
        await write.SetEntryAsync(entry, cancellationToken);
        await write.AppendUpdatesAsync(entry, moves, cancellationToken);
        if (database.ChangeTracker.HasChanges())
        {
            await database.SaveChangesAsync(cancellationToken);
            await PageVersion.TellAsync(database, installation, page, now, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return new DeliveryOutcome.Delivered(entry.Id);
    }
}
