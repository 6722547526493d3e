using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Access;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration.Access;

/// <summary>`/admin/access`: who may do what, and what decides it. Shows and changes nothing. For Jira administrators.</summary>
public static class AccessPage
{
    public const string Path = "/admin/access";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(
        HttpContext context, AdministratorsOnly administrators, JsmConnectorContext database, CurrentSettings settings, TimeProvider clock, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var now = clock.GetUtcNow();
            var links = await database.Set<PageAccessLink>().AsNoTracking().Where(link => link.WithdrawnAt == null && (link.ExpiresAt == null || link.ExpiresAt > now))
                .GroupBy(link => link.PageId).Select(page => new { page.Key, Count = page.Count() }).ToDictionaryAsync(page => page.Key, page => page.Count, cancellationToken);
            var page = new AccessModel
            {
                Tokens = await database.Set<ApiToken>().AsNoTracking().Where(token => token.RevokedAt == null && token.ExpiresAt > now)
                    .GroupBy(token => token.Right).Select(right => new { right.Key, Count = right.Count() }).ToDictionaryAsync(right => right.Key, right => right.Count, cancellationToken),
                Pages = [.. (await settings.GetAsync(visit.Site.Id, cancellationToken)).StatusPages.Where(entry => entry.Provider == StatusPageSettings.BuiltIn.Provider)
                    .Select(entry => (entry.Id, (entry.Page ?? PageSettings.Default).Access == "public", links.GetValueOrDefault(entry.Id), (entry.Page ?? PageSettings.Default).Readers.Count))],
                SessionToken = visit.SessionToken,
                OverviewPath = visit.OverviewPath,
            };
            return visit.Page<AccessContent, AccessModel>("Permissions", page);
        }, cancellationToken);
}
