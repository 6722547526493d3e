using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <param name="Waiting">Not written yet.</param>
/// <param name="Stuck">Given up; each says why on its page.</param>
public sealed record BackfillProgress(int Written, int Waiting, int Stuck);

/// <summary>
/// Postmortems of incidents that ended before the app, or the policy, asked for them. They have no job of their own: the sweep writes them after
/// everything that is due by itself, so that the day's incidents never wait for the past.
/// </summary>
public sealed class BackfillPostmortems(JsmConnectorContext database, TenantScope tenant, CurrentSettings settings, TimeProvider clock)
{
    public const int Most = 1000;

    /// <returns>How many were queued: those that the policy requires and that have none.</returns>
    public async Task<int> QueueAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var policy = (await settings.GetAsync(tenant.Current, cancellationToken)).Postmortems;
        var old = await database.Set<Incident>().AsNoTracking()
            .Where(i => i.Stage == Stage.Resolved && !i.Deleted && i.ResolvedAt >= from && i.ResolvedAt < until && !database.Set<Postmortem>().Any(p => p.IncidentId == i.Id))
            .OrderByDescending(i => i.ResolvedAt).ToListAsync(cancellationToken);
        var wanted = old.Where(incident => PostmortemPolicy.Of(incident, policy) == PostmortemNeed.Required).Take(Most).ToList();
        foreach (var incident in wanted)
            await AskForPostmortem.PutAsync(database, incident.InstallationId, incident.Id, incident.ResolvedAt!.Value, clock.GetUtcNow(), cancellationToken);
        return wanted.Count;
    }

    public async Task<BackfillProgress> ProgressAsync(CancellationToken cancellationToken)
    {
        var rows = database.Set<Postmortem>();
        return new BackfillProgress(
            await rows.CountAsync(p => p.GeneratedAt != null, cancellationToken),
            await rows.CountAsync(p => p.GeneratedAt == null && p.DueAt != null, cancellationToken),
            await rows.CountAsync(p => p.GeneratedAt == null && p.DueAt == null, cancellationToken));
    }
}
