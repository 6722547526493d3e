using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <summary>`GET /api/v1/incidents?open=true`: the newest incidents of the site, 100 at most.</summary>
public static class ListIncidents
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/incidents", HandleAsync).RequireApiCaller();

    private static async Task<IResult> HandleAsync(
        HttpContext context, JsmConnectorContext database, SitePermissions permissions, bool? open, CancellationToken cancellationToken)
    {
        // The list crosses projects, so it is for those who may see all of them: administrators, and tokens that one of them made.
        var caller = context.GetAtlassianPrincipal();
        var permission = caller.Source == PrincipalSource.Api ? SitePermissions.Browse : SitePermissions.Administer;
        if (await permissions.RefuseUnlessAsync(caller, permission, null, cancellationToken) is { } refusal)
            return refusal;
        var incidents = database.Set<Incident>().AsNoTracking();
        if (open is { } wanted)
            incidents = incidents.Where(i => (i.Stage != Stage.Resolved && i.Stage != Stage.Withdrawn) == wanted);
        var rows = await incidents.OrderByDescending(i => i.StartedAt).Take(Most).ToListAsync(cancellationToken);
        return Results.Json(new
        {
            incidents = rows.Select(i => new
            {
                key = i.IssueKey,
                issueId = i.IssueId,
                stage = i.Stage.Name(),
                severity = i.Severity.Level,
                publicTitle = i.PublicTitle,
                startedAt = i.StartedAt,
                resolvedAt = i.ResolvedAt,
                nextUpdateAt = i.NextUpdateAt,
                components = i.AffectedNames(),
            }),
        });
    }
}
