
namespace JsmConnector.Administration.SetUp;

/// <summary>`/admin/setup`: from an empty installation to the first incident on the page in a few steps, and the same screens for every change later. For Jira administrators.</summary>
public static class SetUpPage
{
    public const string Path = "/admin/setup";
    private static readonly TimeSpan WhileATestRuns = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, SetUpDecisions decide, Trials trials, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var page = new SetUpModel
            {
                Step = SetUpSteps.Tickets,
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            page = visit.IsPost
                ? await decide.DecideAsync(visit.Site, visit.Caller.AccountId, visit.Form, page, cancellationToken)
                // The script reads the page anew while a test runs.
                : await decide.ShowAsync(visit.Site, await trials.StateAsync(visit.Site, cancellationToken) is null ? page : page with { Step = SetUpSteps.Trial }, null, null, cancellationToken);
            var isWatched = page.View is StepView.Trial { State: { IsOnPage: false } };
            return visit.Page<SetUpContent, SetUpModel>("Set up", page, script: "setup.js", style: "setup.css", refreshEvery: isWatched ? WhileATestRuns : null);
        }, cancellationToken);
}
