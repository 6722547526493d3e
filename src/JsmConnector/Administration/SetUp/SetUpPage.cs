using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.SetUp;

/// <summary>`/admin/setup`: from an empty installation to the first incident on the page in a few steps, and the same screens for every change later. For Jira administrators.</summary>
public static class SetUpPage
{
    public const string Path = "/admin/setup";
    private static readonly TimeSpan WhileATestRuns = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, SetUpDecisions decide, Trials trials, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var page = new SetUpModel
                {
                    Step = SetUpSteps.Tickets,
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                page = HttpMethods.IsPost(context.Request.Method)
                    ? await decide.DecideAsync(site, caller.AccountId, await context.Request.ReadFormAsync(cancellationToken), page, cancellationToken)
                    // The script reads the page anew while a test runs.
                    : await decide.ShowAsync(site, await trials.StateAsync(site, cancellationToken) is null ? page : page with { Step = SetUpSteps.Trial }, null, null, cancellationToken);
                var isWatched = page.View is StepView.Trial { State: { IsOnPage: false } };
                return new FramedPage<SetUpContent, SetUpModel>(
                    new PageShell { Title = "Set up", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors(), Script = "setup.js", Style = "setup.css", RefreshEvery = isWatched ? WhileATestRuns : null }, page);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
