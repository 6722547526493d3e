using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Scores;

/// <summary>Reads what the scores of a site are made of: its incidents of the last year that were spoken of in public. Three queries, whatever their number.</summary>
public sealed class LoadScores(JsmConnectorContext database, TimeProvider clock)
{
    public static readonly TimeSpan Since = TimeSpan.FromDays(366);
    private const int Most = 20_000;

    /// <summary>Rows of the outbox that tell nobody by themselves: work inside, and the planning of messages that are rows of their own.</summary>
    private static readonly string[] NotTold = ["postmortem", "subscribers", "ticketlog"];

    public async Task<IReadOnlyList<ScoredIncident>> LoadAsync(CancellationToken cancellationToken)
    {
        var from = clock.GetUtcNow() - Since;
        var incidents = await database.Set<Incident>().AsNoTracking().Where(i => i.StartedAt >= from).OrderByDescending(i => i.StartedAt).Take(Most).ToListAsync(cancellationToken);
        var updates = (await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.PublishedAt >= from).OrderBy(u => u.Number)
            .Select(u => new { u.IncidentId, u.PublishedAt, u.NextUpdateAt, IsCorrection = u.CorrectionOf != null }).ToListAsync(cancellationToken)).ToLookup(u => u.IncidentId);
        var outcomes = (await database.Set<Delivery>().AsNoTracking().Where(d => d.UpdateId != null && d.CreatedAt >= from && !NotTold.Contains(d.Channel))
            .GroupBy(d => new { d.IncidentId, d.State }).Select(group => new { group.Key.IncidentId, group.Key.State, Count = group.Count() }).ToListAsync(cancellationToken)).ToLookup(o => o.IncidentId);
        return
        [
            .. from incident in incidents
               let told = outcomes[incident.Id.Value].ToList()
               select new ScoredIncident(
                   incident.StartedAt, incident.WorstSeverity.Level, [.. incident.Components.Select(component => component.Name)],
                   [.. updates[incident.Id].Select(update => new ScoredUpdate(update.PublishedAt, update.NextUpdateAt, update.IsCorrection))],
                   told.Where(outcome => outcome.State == DeliveryState.Delivered).Sum(outcome => outcome.Count),
                   told.Where(outcome => outcome.State is DeliveryState.Failed or DeliveryState.Unknown or DeliveryState.Expired).Sum(outcome => outcome.Count)),
        ];
    }
}
