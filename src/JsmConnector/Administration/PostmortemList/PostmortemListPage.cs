using System.Globalization;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Insights;

namespace JsmConnector.Administration.PostmortemList;

/// <summary>`/admin/postmortems`: all postmortems with filters and pages, the figures over them, and actions that are not done.</summary>
public static class PostmortemListPage
{
    public const string Path = "/admin/postmortems";
    private const int MostActions = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, FilterAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static Task<IResult> ShowAsync(
        HttpContext context, AdministratorsOnly administrators, ListPostmortems list, ReadActions actions, SessionTokens sessions, CancellationToken cancellationToken) =>
        PageAsync(context, administrators, list, actions, sessions, FormCollection.Empty, cancellationToken);

    private static async Task<IResult> FilterAsync(
        HttpContext context, AdministratorsOnly administrators, ListPostmortems list, ReadActions actions, SessionTokens sessions, CancellationToken cancellationToken) =>
        await PageAsync(context, administrators, list, actions, sessions, await context.Request.ReadFormAsync(cancellationToken), cancellationToken);

    private static async Task<IResult> PageAsync(
        HttpContext context, AdministratorsOnly administrators, ListPostmortems list, ReadActions actions, SessionTokens sessions, IFormCollection form, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var filter = FilterOf(form);
                var all = await list.AllAsync(filter, cancellationToken);
                var model = new PostmortemListModel
                {
                    Filter = filter,
                    Page = await list.PageAsync(filter, int.TryParse(form["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1, cancellationToken),
                    All = MeasureIncidents.Of("All", all),
                    Months = [.. MeasureIncidents.ByMonth(all).TakeLast(12)],
                    Components = [.. MeasureIncidents.ByComponent(all).Take(20)],
                    Recurrences = [.. FindRecurrences.In(all, FindRecurrences.UsualDays).Take(20)],
                    Actions = await actions.OpenAsync(false, MostActions, cancellationToken),
                    Browse = $"{(site.DisplayUrl ?? site.BaseUrl).TrimEnd('/')}/browse/",
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                return new FramedPage<PostmortemListContent, PostmortemListModel>(new PageShell { Title = "Postmortems", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, model);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }

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
