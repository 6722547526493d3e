using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Notifications.Scores;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Scorecard;

/// <summary>`/admin/scorecard`: how well readers were kept informed, by month, severity and component. For Jira administrators.</summary>
public static class ScorecardPage
{
    public const string Path = "/admin/scorecard";
    private const int MostMonths = 12, MostComponents = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, LoadScores load, SessionTokens sessions, TimeProvider clock, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var (incidents, now) = (await load.LoadAsync(cancellationToken), clock.GetUtcNow());
                var model = new ScorecardModel
                {
                    All = ScoreCommunication.Of("All", incidents, now),
                    Months = [.. ScoreCommunication.ByMonth(incidents, now).TakeLast(MostMonths)],
                    Severities = ScoreCommunication.BySeverity(incidents, now),
                    Components = [.. ScoreCommunication.ByComponent(incidents, now).OrderByDescending(score => score.Incidents).Take(MostComponents)],
                    CsvUrl = context.Request.PathBase + "/api/v1/scorecard.csv",
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                return new FramedPage<ScorecardContent, ScorecardModel>(new PageShell { Title = "Scorecard", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, model);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
