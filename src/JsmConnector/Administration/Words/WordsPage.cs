
namespace JsmConnector.Administration.Words;

/// <summary>`/admin/words`: the texts that go out, how every channel shows and counts them, texts of the site's own, and a test. For Jira administrators.</summary>
public static class WordsPage
{
    public const string Path = "/admin/words";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, WordsDecisions decide, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var page = new WordsModel
            {
                Choice = new TextChoice("", "", "", "", ""),
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            page = await decide.DecideAsync(visit.Site.Id, visit.Caller.AccountId, visit.Form, page, cancellationToken);
            return visit.Page<WordsContent, WordsModel>("Words", page);
        }, cancellationToken);
}
