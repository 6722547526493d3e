using System.Globalization;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Insights;

namespace JsmConnector.Administration.PostmortemList;

/// <summary>`/admin/postmortems`: all postmortems with filters and pages, the figures over them, and actions that are not done.</summary>
public static class PostmortemListPage
{
    public const string Path = "/admin/postmortems";
    private const int MostActions = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, ListPostmortems list, ReadActions actions, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var filter = FilterOf(visit.Form);
            var all = await list.AllAsync(filter, cancellationToken);
            var model = new PostmortemListModel
            {
                Filter = filter,
                Page = await list.PageAsync(filter, int.TryParse(visit.Form["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1, cancellationToken),
                All = MeasureIncidents.Of("All", all),
                Months = [.. MeasureIncidents.ByMonth(all).TakeLast(12)],
                Components = [.. MeasureIncidents.ByComponent(all).Take(20)],
                Recurrences = [.. FindRecurrences.In(all, FindRecurrences.UsualDays).Take(20)],
                Actions = await actions.OpenAsync(false, MostActions, cancellationToken),
                Browse = $"{(visit.Site.DisplayUrl ?? visit.Site.BaseUrl).TrimEnd('/')}/browse/",
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            return visit.Page<PostmortemListContent, PostmortemListModel>("Postmortems", model);
        }, cancellationToken);

    private static PostmortemFilter FilterOf(IFormCollection form) => new()
    {
        State = Enum.GetValues<PostmortemState>().Cast<PostmortemState?>().FirstOrDefault(known => known!.Value.Name() == form["state"]),
        Severity = int.TryParse(form["severity"], NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 4 ? level : null,
        Project = Text(form, "project"),
        Component = Text(form, "component"),
        Cause = Text(form, "cause"),
        Text = Text(form, "text"),
    };

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 and <= 200 } text ? text : null;
}
