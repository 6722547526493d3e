using JsmConnector.Deliveries;
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
        BringToAsync(task.Attempt.InstallationId, task.Page.Id, PublishedEntry.Of(task.Incident), task.Components, cancellationToken);

    public Task<DeliveryOutcome> BringToAsync(MaintenanceTask task, CancellationToken cancellationToken) =>
        BringToAsync(task.Attempt.InstallationId, task.Page.Id, PublishedEntry.Of(task.Maintenance), task.Components, cancellationToken);

    private async Task<DeliveryOutcome> BringToAsync(
        InstallationId installation, string page, PublishedEntry entry, IReadOnlyList<ComponentState> components, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await LockPageAsync(installation, page, now, cancellationToken);
        var write = new WritePublished(database, installation, page, now);
        var moves = await write.MoveComponentsAsync(components, cancellationToken);
        await write.SetEntryAsync(entry, cancellationToken);
        await write.AppendUpdatesAsync(entry, moves, cancellationToken);
        if (database.ChangeTracker.HasChanges())
        {
            await database.SaveChangesAsync(cancellationToken);
            await TellAsync(database, installation, page, now, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return new DeliveryOutcome.Delivered(entry.Id);
    }

    /// <summary>A new version of the page, and the news of it for every node; on the caller's transaction.</summary>
    internal static async Task TellAsync(JsmConnectorContext database, InstallationId installation, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.Set<PublishedPage>().Where(p => p.PageId == page)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version + 1).SetProperty(p => p.ChangedAt, now), cancellationToken);
        await database.Database.ExecuteSqlAsync($"select pg_notify({ChangedChannel}, {installation.Value.ToString()})", cancellationToken);
    }

    /// <summary>A worker that lost its lease may still be writing: whoever comes second waits here, and then finds what the first one wrote.</summary>
    private async Task LockPageAsync(InstallationId installation, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await database.Set<PublishedPage>().Where(p => p.PageId == page).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version), cancellationToken) > 0)
            return;
        database.Add(new PublishedPage { InstallationId = installation, PageId = page, Version = 0, ChangedAt = now });
        await database.SaveChangesAsync(cancellationToken);
    }
}
