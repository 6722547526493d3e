
namespace JsmConnector.Administration.Destinations;

/// <summary>`/admin/destinations`: status pages and channels, each with a form of its own kind and a test of its connection. For Jira administrators.</summary>
public static class DestinationsPage
{
    public const string Path = "/admin/destinations";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, DestinationsDecisions decide, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var page = new DestinationsModel
            {
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            page = await decide.DecideAsync(visit.Site.Id, visit.Caller.AccountId, visit.Form, page, cancellationToken);
            return visit.Page<DestinationsContent, DestinationsModel>("Destinations", page, style: "setup.css");
        }, cancellationToken);
}
