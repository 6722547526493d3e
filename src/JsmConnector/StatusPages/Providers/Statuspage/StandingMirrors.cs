using JsmConnector.Incidents;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <param name="Status">What the page should say of it, in its own words.</param>
/// <param name="Window">Of planned work.</param>
public sealed record StandingMirror(string RemoteId, string Title, string Status, (DateTimeOffset From, DateTimeOffset Until)? Window = null);

/// <summary>What should stand on a page: everything that is open here, however long nobody said a word of it, and what ended lately.</summary>
public sealed class StandingMirrors(JsmConnectorContext database, TimeProvider clock)
{
    private static readonly TimeSpan EndedFor = TimeSpan.FromHours(24);

    public async Task<IReadOnlyList<StandingMirror>> OnAsync(string destination, string page, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - EndedFor;
        var mirrors = database.Set<StatuspageMirror>().AsNoTracking()
            .Where(m => m.DestinationId == destination && m.PageId == page && m.RemoteIncidentId != null && m.AppliedUpdateId != null);
        var incidents = await (from mirror in mirrors
                               join incident in database.Set<Incident>() on mirror.IncidentId equals incident.Id
                               join update in database.Set<IncidentUpdate>() on mirror.AppliedUpdateId equals (UpdateId?)update.Id
                               where mirror.AppliedAt > since || (incident.Stage != Stage.Resolved && incident.Stage != Stage.Withdrawn)
                               select new { mirror.RemoteIncidentId, incident.PublicTitle, update.Stage }).ToListAsync(cancellationToken);
        return
        [
            .. incidents.Select(found => new StandingMirror(found.RemoteIncidentId!, found.PublicTitle, (found.Stage.IsOpen() ? found.Stage : Stage.Resolved).Name())),
            .. await PlannedAsync(mirrors, since, cancellationToken),
        ];
    }

    /// <summary>Their ids are of another type than those of incidents, in the same column: they are matched here.</summary>
    private async Task<IEnumerable<StandingMirror>> PlannedAsync(IQueryable<StatuspageMirror> mirrors, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var open = await database.Set<Maintenance>().AsNoTracking()
            .Where(m => m.CompletedAt == null || m.CompletedAt > since).Select(m => new { m.Id, m.Title, m.ScheduledFor, m.ScheduledUntil }).ToDictionaryAsync(m => new IncidentId(m.Id.Value), cancellationToken);
        var ids = open.Keys.ToList();
        var rows = ids.Count == 0 ? [] : await mirrors.Where(m => ids.Contains(m.IncidentId)).Select(m => new { m.RemoteIncidentId, m.IncidentId, m.AppliedUpdateId }).ToListAsync(cancellationToken);
        var applied = rows.Select(row => row.AppliedUpdateId!.Value.Value).ToList();
        var stages = applied.Count == 0 ? [] : await database.Set<MaintenanceUpdate>().AsNoTracking().Where(u => applied.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Stage, cancellationToken);
        return from row in rows
               where stages.ContainsKey(row.AppliedUpdateId!.Value.Value)
               let stage = stages[row.AppliedUpdateId!.Value.Value]
               let planned = open[row.IncidentId]
               select new StandingMirror(row.RemoteIncidentId!, planned.Title, (stage == MaintenanceStage.Cancelled ? MaintenanceStage.Completed : stage).Name(), (planned.ScheduledFor, planned.ScheduledUntil));
    }
}
