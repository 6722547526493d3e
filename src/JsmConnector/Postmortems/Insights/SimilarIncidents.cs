using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Insights;

/// <param name="Shared">What both have in common, for people.</param>
public sealed record SimilarIncident(string IssueKey, string? Summary, DateTimeOffset StartedAt, bool HasPostmortem, string Shared);

/// <summary>Past incidents of the same components, those with the same causes and class first: what was learned then may help now. The caller may see the ticket; keys and summaries of others are shown to people of the team only.</summary>
public sealed class SimilarIncidents(JsmConnectorContext database)
{
    private const int Looked = 200;

    public async Task<IReadOnlyList<SimilarIncident>> OfAsync(Incident incident, int most, CancellationToken cancellationToken)
    {
        List<ComponentId> components = [.. incident.Components.Select(component => component.ComponentId)];
        if (components.Count == 0)
            return [];
        var causes = await database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id).Select(p => p.CauseCategories).FirstOrDefaultAsync(cancellationToken) ?? [];
        var project = incident.IssueKey[..(incident.IssueKey.LastIndexOf('-') + 1)];
        // Of the same project and without a security level: whoever may see this ticket may see those.
        var past = await database.Set<Incident>().AsNoTracking()
            .Where(i => i.Id != incident.Id && !i.Deleted && i.Published && i.StartedAt < incident.StartedAt && i.IssueKey.StartsWith(project) && i.Components.Any(c => components.Contains(c.ComponentId)))
            .OrderByDescending(i => i.StartedAt).Take(Looked)
            .Select(i => new
            {
                i.IssueKey,
                i.Summary,
                i.StartedAt,
                i.Class,
                Names = i.Components.Where(c => components.Contains(c.ComponentId)).Select(c => c.Name).ToList(),
                Postmortem = database.Set<Postmortem>().Where(p => p.IncidentId == i.Id && p.GeneratedAt != null).Select(p => p.CauseCategories).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        return [.. past.Select(other => (other, shared: causes.Intersect(other.Postmortem ?? [], StringComparer.OrdinalIgnoreCase).ToList()))
            .OrderByDescending(pair => 3 * pair.shared.Count + pair.other.Names.Count + (pair.other.Class == incident.Class ? 1 : 0)).ThenByDescending(pair => pair.other.StartedAt).Take(most)
            .Select(pair => new SimilarIncident(
                pair.other.IssueKey, pair.other.Summary, pair.other.StartedAt, pair.other.Postmortem is not null, string.Join(", ", pair.other.Names.Order(StringComparer.OrdinalIgnoreCase).Concat(pair.shared))))];
    }
}
