using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>
/// The one call of whoever wants a site compared with Jira now: the administrator's button, the API. Writes a row and returns; the job
/// starts within a minute. In a scope that has entered the installation. Asking again while it runs means one more run.
/// </summary>
public sealed class AskForReconciliation(JsmConnectorContext database, TimeProvider clock)
{
    public async Task AskAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await AddMissingAsync(database, installation, now, cancellationToken);
        await database.Set<SiteReconciliation>().Where(row => row.InstallationId == installation)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.AskedAt, now).SetProperty(row => row.DueAt, now), cancellationToken);
    }

    /// <summary>A turn soon, and no more than a turn: a clock that pokes every few minutes must not have the ticket of each open incident read each time.</summary>
    public async Task PokeAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await AddMissingAsync(database, installation, now, cancellationToken);
        await database.Set<SiteReconciliation>().Where(row => row.InstallationId == installation && row.DueAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, now), cancellationToken);
    }

    /// <returns>How far the site has been compared; null before the first time.</returns>
    public Task<SiteReconciliation?> StateAsync(CancellationToken cancellationToken) =>
        database.Set<SiteReconciliation>().AsNoTracking().FirstOrDefaultAsync(cancellationToken);

    /// <summary>Webhooks come from the installation on, so nothing before it can have been lost.</summary>
    internal static async Task AddMissingAsync(JsmConnectorContext database, InstallationId installation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await database.Set<SiteReconciliation>().AnyAsync(row => row.InstallationId == installation, cancellationToken))
            return;
        var since = await database.Set<Installation>().Where(site => site.Id == installation).Select(site => site.InstalledAt).SingleAsync(cancellationToken);
        database.Add(new SiteReconciliation { InstallationId = installation, DueAt = now, SeenUntil = since });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another node was faster.
            database.ChangeTracker.Clear();
        }
    }
}
