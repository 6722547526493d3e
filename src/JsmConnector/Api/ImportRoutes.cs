using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
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

    private static async Task<IResult> BeginAsync(
        string page, ImportRequest request, HttpContext context, CurrentSettings settings, JsmConnectorContext database, IEnumerable<IImportSource> sources, SitePermissions permissions, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var installation = new InstallationId(caller.InstallationId);
        var pages = (await settings.GetAsync(installation, cancellationToken)).StatusPages;
        if (!pages.Any(entry => entry.Id == page && entry.Provider == StatusPageSettings.BuiltIn.Provider))
            return Problem.NotFound("page", $"The settings have no built-in page '{page}'.", "Take an id from statusPages of the settings.");
        var from = request.From?.Trim() ?? "";
        if (from.Length is 0 or > 500 || !sources.Any(source => source.CanRead(from, pages.FirstOrDefault(entry => entry.Id == from))))
            return Problem.Invalid("from", "It names no page that can be read.", "Give the id of a statuspage entry of the settings, or an address like https://status.example.com.");
        if (await database.Set<PageImport>().AnyAsync(import => import.PageId == page && import.State == ImportState.Running, cancellationToken))
            return Problem.Conflict(StatusCodes.Status409Conflict, "page", "An import into this page is under way.", "Wait for its end.");
        var now = clock.GetUtcNow();
        var begun = new PageImport { InstallationId = installation, Id = Guid.CreateVersion7(now), PageId = page, Source = from, DueAt = now, Author = caller.AccountId, CreatedAt = now };
        database.Add(begun);
        await database.SaveChangesAsync(cancellationToken);
        return Results.Json(Json(begun), statusCode: StatusCodes.Status202Accepted);
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
