using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Import;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <param name="From">Id of a statuspage entry of the settings, or the https address of a page in the v2 format.</param>
public sealed record ImportRequest(string? From);

/// <summary>`/api/v1/status-pages/{page}/imports`: the past of a page elsewhere, taken over. Begun twice, nothing is there twice.</summary>
public static class ImportRoutes
{
    private const string Route = "/api/v1/status-pages/{page}/imports";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ListAsync).RequireApiCaller();
        routes.MapPost(Route, BeginAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(string page, HttpContext context, JsmConnectorContext database, SitePermissions permissions, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var imports = await database.Set<PageImport>().AsNoTracking().Where(import => import.PageId == page).OrderByDescending(import => import.CreatedAt).Take(50).ToListAsync(cancellationToken);
        return Results.Json(new { imports = imports.Select(Json) });
    }

    private static async Task<IResult> BeginAsync(string page, ImportRequest request, HttpContext context, BeginImport begin, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        return await begin.BeginAsync(new InstallationId(caller.InstallationId), page, request.From, caller.AccountId, cancellationToken) switch
        {
            ImportBegun.Begun(var import) => Results.Json(Json(import), statusCode: StatusCodes.Status202Accepted),
            ImportBegun.Refused("page", var reason, var mend) => Problem.NotFound("page", reason, mend),
            ImportBegun.Refused(var field, var reason, var mend) => Problem.Invalid(field, reason, mend),
            _ => Problem.Conflict(StatusCodes.Status409Conflict, "page", "An import into this page is under way.", "Wait for its end."),
        };
    }

    private static object Json(PageImport import) => new
    {
        id = import.Id,
        from = import.Source,
        state = import.State.ToString().ToLowerInvariant(),
        components = import.Components,
        incidents = import.Incidents,
        expected = import.Expected,
        reason = import.Reason,
        startedAt = import.CreatedAt,
        finishedAt = import.FinishedAt,
    };
}
