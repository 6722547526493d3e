using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using JsmConnector.StatusPages;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <summary>`GET /api/v1/incidents/{issueKey}`: everything about one incident, for people who may see its ticket.</summary>
public static class GetIncident
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/incidents/{issueKey}", HandleAsync).RequireApiCaller();

    private static async Task<IResult> HandleAsync(
        string issueKey, HttpContext context, JsmConnectorContext database, ComponentStateQuery states, SitePermissions permissions, ReadPostmortem postmortems,
        CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().AsNoTracking()
            .FirstOrDefaultAsync(i => i.IssueKey == issueKey || i.IssueId == issueKey, cancellationToken);
        if (incident is null)
            return Problem.NotFound("issueKey", $"No incident is known for the ticket {issueKey}.", "Check the key; tickets become incidents by the rules in the settings.");
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Browse, incident.IssueId, cancellationToken) is { } refusal)
            return refusal;

        var updates = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident.Id).OrderBy(u => u.Number).ToListAsync(cancellationToken);
        var deliveries = await database.Set<Delivery>().AsNoTracking().Where(d => d.IncidentId == incident.Id.Value).OrderBy(d => d.Sequence).ToListAsync(cancellationToken);
        var timeline = await database.Set<TimelineEntry>().AsNoTracking().Where(e => e.IssueId == incident.IssueId && !e.Removed)
            .OrderBy(e => e.At).ThenBy(e => e.Key).ToListAsync(cancellationToken);
        return Results.Json(IncidentJson.From(incident, await states.AllAsync(cancellationToken), updates, deliveries, timeline,
            PostmortemJson.From(await postmortems.DocumentAsync(incident.Id, cancellationToken))));
    }
}
