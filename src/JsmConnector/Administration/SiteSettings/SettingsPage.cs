using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.SiteSettings;

/// <summary>`/admin/settings`: the document itself, its versions, what each changed, and the way back. For Jira administrators.</summary>
public static class SettingsPage
{
    public const string Path = "/admin/settings";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, SettingsDecisions decide, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var page = new SettingsModel
            {
                Version = 0,
                Document = "",
                Versions = [],
                Reader = visit.Caller.AccountId,
                CanPreview = !ScreenAsJson.IsAsked(context.Request),
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            if (visit.IsPost)
                page = await decide.DecideAsync(visit.Site.Id, visit.Caller.AccountId, visit.Form, page, cancellationToken);
            page = await decide.ShowAsync(visit.Site.Id, page, cancellationToken);
            return visit.Page<SettingsContent, SettingsModel>("Settings", page);
        }, cancellationToken);
}
