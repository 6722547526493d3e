using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Destinations;

/// <summary>`/admin/destinations`: status pages and channels, each with a form of its own kind and a test of its connection. For Jira administrators.</summary>
public static class DestinationsPage
{
    public const string Path = "/admin/destinations";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, DestinationsDecisions decide, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var page = new DestinationsModel
                {
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                var form = HttpMethods.IsPost(context.Request.Method) ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
                page = await decide.DecideAsync(site.Id, caller.AccountId, form, page, cancellationToken);
                return new FramedPage<DestinationsContent, DestinationsModel>(
                    new PageShell { Title = "Destinations", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors(), Style = "setup.css" }, page);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
