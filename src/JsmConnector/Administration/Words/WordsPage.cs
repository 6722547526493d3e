using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Words;

/// <summary>`/admin/words`: the texts that go out, how every channel shows and counts them, texts of the site's own, and a test. For Jira administrators.</summary>
public static class WordsPage
{
    public const string Path = "/admin/words";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, WordsDecisions decide, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var page = new WordsModel
                {
                    Choice = new TextChoice("", "", "", "", ""),
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                var form = HttpMethods.IsPost(context.Request.Method) ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
                page = await decide.DecideAsync(site.Id, caller.AccountId, form, page, cancellationToken);
                // Never read anew by the script: somebody may be typing.
                return new FramedPage<WordsContent, WordsModel>(new PageShell { Title = "Words", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, page);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
