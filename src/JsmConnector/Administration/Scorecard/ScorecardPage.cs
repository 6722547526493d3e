using JsmConnector.Notifications.Scores;

namespace JsmConnector.Administration.Scorecard;

/// <summary>`/admin/scorecard`: how well readers were kept informed, by month, severity and component. For Jira administrators.</summary>
public static class ScorecardPage
{
    public const string Path = "/admin/scorecard";
    private const int MostMonths = 12, MostComponents = 20;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, LoadScores load, TimeProvider clock, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var (incidents, now) = (await load.LoadAsync(cancellationToken), clock.GetUtcNow());
            var model = new ScorecardModel
            {
                All = ScoreCommunication.Of("All", incidents, now),
                Months = [.. ScoreCommunication.ByMonth(incidents, now).TakeLast(MostMonths)],
                Severities = ScoreCommunication.BySeverity(incidents, now),
                Components = [.. ScoreCommunication.ByComponent(incidents, now).OrderByDescending(score => score.Incidents).Take(MostComponents)],
                CsvUrl = context.Request.PathBase + "/api/v1/scorecard.csv",
                SessionToken = visit.SessionToken,
                OverviewPath = visit.OverviewPath,
            };
            return visit.Page<ScorecardContent, ScorecardModel>("Scorecard", model);
        }, cancellationToken);
}
