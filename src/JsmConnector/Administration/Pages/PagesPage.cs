
namespace JsmConnector.Administration.Pages;

/// <summary>`/admin/pages`: readers, differences, imports, maintenance, history and access links of each status page.</summary>
public static class PagesPage
{
    public const string Path = "/admin/pages";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, LoadPages load, PageDecisions decide, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var page = visit.Form["page"].ToString();
            var (done, key) = await decide.DecideAsync(visit.Site, visit.Caller.AccountId, page, visit.Form, cancellationToken);
            var model = await load.LoadAsync(visit.Site, page, new PagesModel
            {
                Pages = [],
                Page = null,
                Done = done,
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
                RulesPath = context.Request.PathBase + Rules.RulesPage.Path,
            }, cancellationToken);
            model = model with { MadeLink = key is null ? null : $"{model.Address}?key={key}" };
            return visit.Page<PagesContent, PagesModel>("Status pages", model);
        }, cancellationToken);
}
