using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Drills;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Drills;

/// <summary>`/admin/drill`: a scripted hour by the site's own settings, with what every audience would have read and how it scores. For Jira administrators.</summary>
public static class DrillPage
{
    public const string Path = "/admin/drill";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, AdministratorsOnly administrators, CurrentSettings settings, IEnumerable<INotificationChannel> channels, SessionTokens sessions, TimeProvider clock, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var form = HttpMethods.IsPost(context.Request.Method) ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
                var asked = new DrillAsked(Known(form["class"], [.. Classes]), Known(form["team"], DrillScript.Teams));
                var model = new DrillModel
                {
                    Asked = asked,
                    Played = form["decision"] == DrillModel.Play ? PlayDrill.Of(asked, await settings.GetAsync(site.Id, cancellationToken), [.. channels], clock.GetUtcNow()) : null,
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                return new FramedPage<DrillContent, DrillModel>(new PageShell { Title = "Drill", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, model);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }

    /// <summary>Planned work is no incident.</summary>
    public static IEnumerable<string> Classes => IncidentClasses.All.Where(name => name != IncidentClasses.Maintenance);

    private static string Known(string? value, IReadOnlyList<string> known) => known.Contains(value, StringComparer.Ordinal) ? value! : known[0];
}
