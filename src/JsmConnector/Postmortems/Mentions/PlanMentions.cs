using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Mentions;

/// <summary>
/// Plans that people are told of their mention, on the caller's transaction. Some minutes later: the page saves by itself while somebody types, and what was
/// taken out again told nobody.
/// </summary>
public sealed class PlanMentions(JsmConnectorContext database, TenantScope tenant, PeopleOfIncident people, TimeProvider clock)
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <param name="before">Both texts as they were.</param>
    public async Task ForAsync(IncidentId incident, string before, string after, CancellationToken cancellationToken)
    {
        if (!after.Contains('@', StringComparison.Ordinal))
            return;
        var found = FindMentions.New(before, after, await people.AskAsync(incident, cancellationToken));
        if (found.Count == 0)
            return;
        var (id, channel) = (incident.Value, TellMentioned.ChannelName);
        var waiting = await database.Set<Delivery>().Where(d => d.IncidentId == id && d.Channel == channel && d.State == DeliveryState.Queued).Select(d => d.Destination).ToListAsync(cancellationToken);
        var issue = await database.Set<Incident>().Where(i => i.Id == incident).Select(i => i.IssueId).FirstAsync(cancellationToken);
        foreach (var person in found.Where(person => !waiting.Contains(person.Account!, StringComparer.Ordinal)))
        {
            database.Add(Delivery.Of(tenant.Current, new PlannedDelivery(channel, person.Account!, $"issue:{issue}/mentions")
            {
                IncidentId = id,
                Audience = "internal",
                NotBefore = clock.GetUtcNow() + Pause,
            }, clock));
        }
        await database.SaveChangesAsync(cancellationToken);
    }
}
