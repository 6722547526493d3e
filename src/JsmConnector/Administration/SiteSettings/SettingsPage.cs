using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.SiteSettings;

/// <summary>`/admin/settings`: the document itself, its versions, what each changed, and the way back. For Jira administrators.</summary>
public static class SettingsPage
{
    public const string Path = "/admin/settings";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, SettingsDecisions decide, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var page = new SettingsModel
                {
                    Version = 0,
                    Document = "",
                    Versions = [],
                    Reader = caller.AccountId,
                    CanPreview = !ScreenAsJson.IsAsked(context.Request),
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                if (HttpMethods.IsPost(context.Request.Method))
                    page = await decide.DecideAsync(site.Id, caller.AccountId, await context.Request.ReadFormAsync(cancellationToken), page, cancellationToken);
                page = await decide.ShowAsync(site.Id, page, cancellationToken);
                // Never read anew by the script: somebody may be typing.
                return new FramedPage<SettingsContent, SettingsModel>(new PageShell { Title = "Settings", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, page);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
