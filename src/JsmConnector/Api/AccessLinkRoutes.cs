using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Api;

/// <param name="Name">Whom it is for.</param>
/// <param name="ExpiresAt">Left out: until it is withdrawn.</param>
public sealed record AccessLinkRequest(string? Name, DateTimeOffset? ExpiresAt);

/// <summary>`/api/v1/status-pages/{page}/access-links`: who may read a page that is not public. The key is in the answer that makes it and nowhere else.</summary>
public static class AccessLinkRoutes
{
    private const string Route = "/api/v1/status-pages/{page}/access-links";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ListAsync).RequireApiCaller();
        routes.MapPost(Route, MakeAsync).RequireApiCaller();
        routes.MapDelete(Route + "/{id}", WithdrawAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(
        string page, HttpContext context, JsmConnectorContext database, SitePermissions permissions, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var links = await PageKeys.Valid(database, page, clock.GetUtcNow()).AsNoTracking().OrderBy(link => link.CreatedAt)
            .Select(link => new { link.Id, link.Name, link.CreatedAt, link.CreatedBy, link.ExpiresAt }).ToListAsync(cancellationToken);
        return Results.Json(new { accessLinks = links });
    }

    private static async Task<IResult> MakeAsync(
        string page, AccessLinkRequest request, HttpContext context, CurrentSettings settings, AccessLinks links, SitePermissions permissions, JsmConnectorContext database,
        IOptions<AppOptions> app, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var installation = new InstallationId(caller.InstallationId);
        var builtin = (await settings.GetAsync(installation, cancellationToken)).StatusPages.Where(p => p.Provider == StatusPageSettings.BuiltIn.Provider).ToList();
        var index = builtin.FindIndex(p => p.Id == page);
        if (index < 0)
            return Problem.NotFound("page", $"The settings have no built-in page '{page}'.", "Take an id from statusPages of the settings.");
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 120)
            return Problem.Invalid("name", "It is missing or longer than 120 characters.", "Say whom the link is for.");
        if (request.ExpiresAt <= clock.GetUtcNow())
            return Problem.Invalid("expiresAt", "It is in the past.", "Give a time ahead, or leave it out.");
        if (await links.MakeAsync(installation, page, request.Name, request.ExpiresAt, caller.AccountId, cancellationToken) is not var (link, key))
            return Problem.Conflict(StatusCodes.Status409Conflict, "page", $"The page has {AccessLinks.Most} links already.", "Withdraw some.");
        var site = await database.Set<Installation>().AsNoTracking().FirstAsync(i => i.Id == installation, cancellationToken);
        var url = builtin[index].Page?.Host is { } host ? $"https://{host}/" : $"{app.Value.BaseUrl.TrimEnd('/')}/status/{(index == 0 ? site.ShortName : $"{site.ShortName}-{page}")}";
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { id = link.Id, name = link.Name, expiresAt = link.ExpiresAt, url = $"{url}?key={key}" }, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> WithdrawAsync(
        string page, string id, HttpContext context, AccessLinks links, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        return Guid.TryParse(id, out var link) && await links.WithdrawAsync(new InstallationId(caller.InstallationId), page, link, cancellationToken)
            ? Results.NoContent()
            : Problem.NotFound("id", "There is no such link, or it was withdrawn.", "Take an id from the list.");
    }
}
