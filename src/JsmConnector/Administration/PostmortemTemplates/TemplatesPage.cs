using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.PostmortemTemplates;

/// <summary>`/admin/templates`: templates of postmortems, edited beside what they make of a real incident.</summary>
public static class TemplatesPage
{
    public const string Path = "/admin/templates";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, DecideAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, TemplateDecisions decide, SessionTokens sessions, CancellationToken cancellationToken) =>
        PageAsync(context, administrators, decide, sessions, FormCollection.Empty, cancellationToken);

    private static async Task<IResult> DecideAsync(HttpContext context, AdministratorsOnly administrators, TemplateDecisions decide, SessionTokens sessions, CancellationToken cancellationToken) =>
        await PageAsync(context, administrators, decide, sessions, await context.Request.ReadFormAsync(cancellationToken), cancellationToken);

    private static async Task<IResult> PageAsync(
        HttpContext context, AdministratorsOnly administrators, TemplateDecisions decide, SessionTokens sessions, IFormCollection form, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var model = await decide.DecideAsync(site.Id, caller.AccountId, form, new TemplatesModel
                {
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                }, cancellationToken);
                return new FramedPage<TemplatesContent, TemplatesModel>(new PageShell { Title = "Postmortem templates", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors(), Script = model.Editing is null ? null : "templates.js" }, model);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
