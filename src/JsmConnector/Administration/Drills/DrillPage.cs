using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Drills;

namespace JsmConnector.Administration.Drills;

/// <summary>`/admin/drill`: a scripted hour by the site's own settings, with what every audience would have read and how it scores. For Jira administrators.</summary>
public static class DrillPage
{
    public const string Path = "/admin/drill";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(
        HttpContext context, AdministratorsOnly administrators, CurrentSettings settings, IEnumerable<INotificationChannel> channels, TimeProvider clock, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var asked = new DrillAsked(Known(visit.Form["class"], [.. Classes]), Known(visit.Form["team"], DrillScript.Teams));
            var model = new DrillModel
            {
                Asked = asked,
                Played = visit.Form["decision"] == DrillModel.Play ? PlayDrill.Of(asked, await settings.GetAsync(visit.Site.Id, cancellationToken), [.. channels], clock.GetUtcNow()) : null,
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            return visit.Page<DrillContent, DrillModel>("Drill", model);
        }, cancellationToken);

    /// <summary>Planned work is no incident.</summary>
    public static IEnumerable<string> Classes => IncidentClasses.All.Where(name => name != IncidentClasses.Maintenance);

    private static string Known(string? value, IReadOnlyList<string> known) => known.Contains(value, StringComparer.Ordinal) ? value! : known[0];
}
