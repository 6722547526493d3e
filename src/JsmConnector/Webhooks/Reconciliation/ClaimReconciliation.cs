using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>Thrown out of a turn whose lease went to somebody else: what it would have written is theirs now.</summary>
public sealed class LeaseLostException() : Exception("Another worker reconciles this site now.");

/// <summary>The row of one site while a worker holds it. In a scope that has entered the installation.</summary>
public sealed class ClaimReconciliation(JsmConnectorContext database, TimeProvider clock)
{
    /// <summary>Longer than a page and its time-outs; extended with each note.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(2);

    /// <returns>Null when it is not due or somebody else is at it.</returns>
    public async Task<SiteReconciliation?> TakeAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var (now, lease) = (clock.GetUtcNow(), Guid.NewGuid());
        var taken = await database.Set<SiteReconciliation>()
            .Where(row => row.InstallationId == installation && row.DueAt <= now && (row.LeasedUntil == null || row.LeasedUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Lease, lease).SetProperty(row => row.LeasedUntil, now + LeaseLength), cancellationToken);
        return taken == 0 ? null : await database.Set<SiteReconciliation>().AsNoTracking().FirstOrDefaultAsync(row => row.InstallationId == installation && row.Lease == lease, cancellationToken);
    }

    /// <summary>Writes down how far the turn came and keeps the lease for what follows.</summary>
    /// <exception cref="LeaseLostException">The lease ran out and somebody else holds it.</exception>
    public async Task NoteAsync(SiteReconciliation row, Action<SiteReconciliation> change, CancellationToken cancellationToken)
    {
        change(row);
        var until = clock.GetUtcNow() + LeaseLength;
        var noted = await Held(row).ExecuteUpdateAsync(set => set
            .SetProperty(r => r.SeenUntil, row.SeenUntil).SetProperty(r => r.SearchedAt, row.SearchedAt).SetProperty(r => r.Query, row.Query).SetProperty(r => r.NextPage, row.NextPage)
            .SetProperty(r => r.OpenCheckedAt, row.OpenCheckedAt).SetProperty(r => r.Healed, row.Healed).SetProperty(r => r.LeasedUntil, until), cancellationToken);
        if (noted == 0)
            throw new LeaseLostException();
    }

    /// <summary>Ends the turn. Who asked during it gets another one at once.</summary>
    public async Task PutBackAsync(SiteReconciliation row, DateTimeOffset dueAt, string? problem, CancellationToken cancellationToken)
    {
        var (now, asked) = (clock.GetUtcNow(), row.AskedAt);
        await Held(row).ExecuteUpdateAsync(set => set
            .SetProperty(r => r.DueAt, r => r.AskedAt != asked ? now : dueAt).SetProperty(r => r.Problem, problem).SetProperty(r => r.FinishedAt, now)
            .SetProperty(r => r.Lease, (Guid?)null).SetProperty(r => r.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    private IQueryable<SiteReconciliation> Held(SiteReconciliation row) =>
        database.Set<SiteReconciliation>().Where(r => r.InstallationId == row.InstallationId && r.Lease == row.Lease);
}
