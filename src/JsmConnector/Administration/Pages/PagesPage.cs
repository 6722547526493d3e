using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Pages;

/// <summary>`/admin/pages`: readers, differences, imports, maintenance, history and access links of each status page.</summary>
public static class PagesPage
{
    public const string Path = "/admin/pages";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, DecideAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, LoadPages load, PageDecisions decide, SessionTokens sessions, CancellationToken cancellationToken) =>
        PageAsync(context, administrators, load, decide, sessions, FormCollection.Empty, cancellationToken);

    private static async Task<IResult> DecideAsync(HttpContext context, AdministratorsOnly administrators, LoadPages load, PageDecisions decide, SessionTokens sessions, CancellationToken cancellationToken) =>
        await PageAsync(context, administrators, load, decide, sessions, await context.Request.ReadFormAsync(cancellationToken), cancellationToken);

    private static async Task<IResult> PageAsync(
        HttpContext context, AdministratorsOnly administrators, LoadPages load, PageDecisions decide, SessionTokens sessions, IFormCollection form, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var page = form["page"].ToString();
                var (done, key) = await decide.DecideAsync(site, caller.AccountId, page, form, cancellationToken);
                var model = await load.LoadAsync(site, page, new PagesModel
                {
                    Pages = [],
                    Page = null,
                    Done = done,
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                    RulesPath = context.Request.PathBase + Rules.RulesPage.Path,
                }, cancellationToken);
                model = model with { MadeLink = key is null ? null : $"{model.Address}?key={key}" };
                return new FramedPage<PagesContent, PagesModel>(new PageShell { Title = "Status pages", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, model);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
