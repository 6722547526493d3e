using JsmConnector.Administration.Rules;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Explain;

/// <summary>`/admin/explain`: a ticket by its key, rule by rule, now and under edited settings; and what these would have made of the newest tickets.</summary>
public static class ExplainPage
{
    public const string Path = "/admin/explain";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, ExplainIssues explain, ReadEdited read, StaleRules stale, CurrentSettings current, SealedDocuments documents, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var page = new ExplainModel
            {
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            if (visit.IsPost)
                page = (await ActAsync(visit.Site.Id, visit.Form, page with { Typed = documents.Read(visit.Site.Id, visit.Caller.AccountId, visit.Form) }, explain, read, cancellationToken)) with { Stale = await stale.OfAsync(visit.Site.Id, await current.GetAsync(visit.Site.Id, cancellationToken), cancellationToken) };
            return visit.Page<ExplainContent, ExplainModel>("Explain", page);
        }, cancellationToken);

    private static async Task<ExplainModel> ActAsync(InstallationId site, IFormCollection form, ExplainModel page, ExplainIssues explain, ReadEdited read, CancellationToken cancellationToken)
    {
        page = page with { IssueKey = form["key"].ToString().Trim(), Document = page.Typed?.Text.Trim() ?? "", Version = form["version"].ToString() };
        var (edited, mistakes) = page.Typed is null || page.Document.Length == 0 ? (null, []) : await read.OfAsync(site, page.Typed.Read(), cancellationToken);
        if (mistakes.Count > 0)
            return page with { Mistakes = mistakes };
        switch (form["decision"].ToString())
        {
            case "explain" when page.IssueKey.Length > 0:
                var (one, problem) = await explain.OneAsync(site, page.IssueKey, edited, cancellationToken);
                return page with { One = one, Problem = problem };
            case "newest":
                var (newest, trouble) = await explain.NewestAsync(site, edited, cancellationToken);
                return page with { Newest = newest, Problem = trouble };
            default:
                return page;
        }
    }
}
