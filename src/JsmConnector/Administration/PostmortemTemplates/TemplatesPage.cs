
namespace JsmConnector.Administration.PostmortemTemplates;

/// <summary>`/admin/templates`: templates of postmortems, edited beside what they make of a real incident.</summary>
public static class TemplatesPage
{
    public const string Path = "/admin/templates";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, TemplateDecisions decide, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var model = await decide.DecideAsync(visit.Site.Id, visit.Caller.AccountId, visit.Form, new TemplatesModel
            {
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            }, cancellationToken);
            return visit.Page<TemplatesContent, TemplatesModel>("Postmortem templates", model, script: model.Editing is null ? null : "templates.js");
        }, cancellationToken);
}
