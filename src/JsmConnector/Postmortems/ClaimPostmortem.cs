using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <param name="Attempts">This one included.</param>
public sealed record PostmortemClaim(IncidentId IncidentId, Guid Lease, int Attempts, PostmortemState State);

/// <summary>
/// Takes a due postmortem for one run: the claim is a short lease, so that of two nodes one writes, and a crashed one is followed by another.
/// Everything the run stores depends on still holding the lease; a reopening takes it away.
/// </summary>
public sealed class ClaimPostmortem(JsmConnectorContext database, TimeProvider clock)
{
    /// <summary>Far above the two seconds that writing may take plus Jira's time-outs.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    /// <returns>Null when there is nothing to do: not due, taken back, written already, or somebody else is at it.</returns>
    public async Task<PostmortemClaim?> TakeAsync(IncidentId incident, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lease = Guid.NewGuid();
        var taken = await database.Set<Postmortem>()
            .Where(p => p.IncidentId == incident && p.DueAt <= now && (p.LeasedUntil == null || p.LeasedUntil < now))
            .ExecuteUpdateAsync(set => set
                .SetProperty(p => p.Lease, lease)
                .SetProperty(p => p.LeasedUntil, now + LeaseLength)
                .SetProperty(p => p.Attempts, p => p.Attempts + 1), cancellationToken);
        if (taken == 0)
            return null;
        return await database.Set<Postmortem>().AsNoTracking().Where(p => p.IncidentId == incident && p.Lease == lease)
            .Select(p => new PostmortemClaim(p.IncidentId, lease, p.Attempts, p.State)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Gives the lease back; the sweep comes again at the given time.</summary>
    /// <param name="dueAt">Null when no further try makes sense before the incident changes.</param>
    public Task PutBackAsync(PostmortemClaim claim, DateTimeOffset? dueAt, string problem, CancellationToken cancellationToken) =>
        Held(claim).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.DueAt, dueAt)
            .SetProperty(p => p.Problem, problem)
            .SetProperty(p => p.Lease, (Guid?)null)
            .SetProperty(p => p.LeasedUntil, (DateTimeOffset?)null), cancellationToken);

    public IQueryable<Postmortem> Held(PostmortemClaim claim) =>
        database.Set<Postmortem>().Where(p => p.IncidentId == claim.IncidentId && p.Lease == claim.Lease && p.DueAt != null);
}
