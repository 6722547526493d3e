using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration;

/// <summary>Jira is asked at every request, also behind our own session token: who lost the right a minute ago is out.</summary>
public sealed class AdministratorsOnly(SiteOfCaller sites, SitePermissions permissions, SessionTokens sessions)
{
    /// <param name="path">Where the screen is, within the app.</param>
    /// <param name="show">The screen for whoever was admitted.</param>
    public async Task<IResult> ShowAsync(HttpContext context, string path, Func<AdministrationVisit, Task<IResult>> show, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return Results.Unauthorized();
        var caller = context.GetAtlassianPrincipal();
        switch (await permissions.AskAsync(caller, SitePermissions.Administer, null, cancellationToken))
        {
            case PermissionAnswer.Granted:
                var isPost = HttpMethods.IsPost(context.Request.Method);
                return await show(new AdministrationVisit(
                    site, caller, isPost ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty,
                    sessions.Issue(caller, AdministrationRegistration.SessionPurpose), context.Request.PathBase + path, context.Request.PathBase + AdministrationRegistration.Path, isPost));
            case PermissionAnswer.NotKnown(var why):
                return new Refusal(StatusCodes.Status503ServiceUnavailable, why, "Wait a minute and open the page again.").Page(site.Ancestors(), AdministrationRegistration.Kind);
            default:
                return new Refusal(StatusCodes.Status403Forbidden, "This page is for Jira administrators.", "Ask one of them for help: they see here what the app does and what needs a decision.")
                    .Page(site.Ancestors(), AdministrationRegistration.Kind);
        }
    }
}
