using JsmConnector.Administration.Rules;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Explain;

/// <summary>`/admin/explain`: a ticket by its key, rule by rule, now and under edited settings; and what these would have made of the newest tickets.</summary>
public static class ExplainPage
{
    public const string Path = "/admin/explain";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, ExplainIssues explain, ReadEdited read, StaleRules stale, CurrentSettings current, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var page = new ExplainModel
                {
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                if (HttpMethods.IsPost(context.Request.Method))
                    page = (await ActAsync(site.Id, await context.Request.ReadFormAsync(cancellationToken), page, explain, read, cancellationToken)) with { Stale = await stale.OfAsync(site.Id, await current.GetAsync(site.Id, cancellationToken), cancellationToken) };
                return new FramedPage<ExplainContent, ExplainModel>(new PageShell { Title = "Explain", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, page);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }

    private static async Task<ExplainModel> ActAsync(InstallationId site, IFormCollection form, ExplainModel page, ExplainIssues explain, ReadEdited read, CancellationToken cancellationToken)
    {
        page = page with { IssueKey = form["key"].ToString().Trim(), Document = form["document"].ToString().Trim() };
        var (edited, mistakes) = page.Document.Length == 0 ? (null, []) : await read.OfAsync(site, page.Document, cancellationToken);
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
