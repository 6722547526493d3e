using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Drills;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IssuePanel.Drills;

/// <summary>
/// `POST /panel/issue/drill`: the scripted hour for an incident of the kind beside which somebody stands, for people who may edit the ticket. Of the incident it
/// takes its class and nothing else.
/// </summary>
public static class PanelDrill
{
    public const string Path = $"{IssuePanelRegistration.Path}/drill";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, PlayAsync).RequireSession(IssuePanelRegistration.SessionPurpose);

    private static async Task<IResult> PlayAsync(
        HttpContext context, string? issueId, SiteOfCaller sites, IssueOfCaller issues, SitePermissions permissions, JsmConnectorContext database, CurrentSettings settings,
        IEnumerable<INotificationChannel> channels, SessionTokens sessions, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return Results.Unauthorized();
        var caller = context.GetAtlassianPrincipal();
        var access = await issues.FindAsync(caller, issueId, cancellationToken);
        if (access is not IssueAccess.Seen(var id))
            return ((IssueAccess.Refused)access).Why.Page(site.Ancestors(), IssuePanelRegistration.Kind);
        if (await permissions.AskAsync(caller, SitePermissions.Edit, id, cancellationToken) is not PermissionAnswer.Granted)
            return new Refusal(StatusCodes.Status403Forbidden, "Only people who may edit this ticket can play a drill beside it.", "Ask a project administrator for the permission.").Page(site.Ancestors(), IssuePanelRegistration.Kind);
        var kind = await database.Set<Incident>().Where(incident => incident.IssueId == id).Select(incident => incident.Class).FirstOrDefaultAsync(cancellationToken) ?? IncidentClasses.General;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var asked = new DrillAsked(kind, form["team"] == DrillScript.Silent ? DrillScript.Silent : DrillScript.Attentive);
        var model = new PanelDrillModel
        {
            Played = PlayDrill.Of(asked, await settings.GetAsync(site.Id, cancellationToken), [.. channels], clock.GetUtcNow()),
            SessionToken = sessions.Issue(caller, IssuePanelRegistration.SessionPurpose),
            ActionPath = $"{context.Request.PathBase}{Path}?issueId={id}",
            PanelPath = $"{context.Request.PathBase}{IssuePanelRegistration.Path}?issueId={id}",
        };
        return new FramedPage<PanelDrillContent, PanelDrillModel>(new PageShell { Title = "Drill", Kind = IssuePanelRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, model);
    }
}
