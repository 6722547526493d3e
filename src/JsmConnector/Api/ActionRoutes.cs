using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Postmortems.Actions;

namespace JsmConnector.Api;

/// <param name="Kind">`prevent`, `detect`, `mitigate` or `process`.</param>
/// <param name="Priority">Keeps the same incident from coming back: the shorter goal.</param>
/// <param name="Project">Left out: what the settings say, else the incident's own.</param>
/// <param name="Owner">Account id.</param>
public sealed record AddActionRequest(string? Title, string? Description, string? Kind, bool Priority, string? Project, string? IssueType, string? Owner, DateOnly? DueOn);

/// <param name="State">As Jira calls it, or why there is no issue yet.</param>
public sealed record ActionJson(
    string Id, string Incident, string Title, string Kind, bool Priority, string Project, string? Key, string? Url, string State, bool Done, bool Overdue, string? Owner, DateOnly? DueOn,
    DateTimeOffset GoalAt, DateTimeOffset? SeenAt)
{
    public static ActionJson From(ActionView view) => new(
        view.Action.Id.ToString("N"), view.IncidentKey, view.Action.Title, view.Action.Kind.ToString().ToLowerInvariant(), view.Action.IsPriority, view.Action.ProjectKey, view.Action.IssueKey,
        view.Url, view.StateText, view.Action.IsDone, view.IsOverdue, view.Action.OwnerName ?? view.Action.Owner, view.Action.DueOn, view.Action.GoalAt, view.Action.SeenAt);
}

/// <summary>`…/postmortem/actions`: what was decided, each an issue in Jira. `/api/v1/postmortems/actions`: the open ones of the site, for Jira administrators.</summary>
public static class ActionRoutes
{
    private const string Route = "/api/v1/incidents/{issueKey}/postmortem/actions";
    private const int MostListed = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ListAsync).RequireApiCaller();
        routes.MapPost(Route, AddAsync).RequireApiCaller();
        routes.MapGet("/api/v1/postmortems/actions", OpenAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(string issueKey, HttpContext context, IncidentOfRoute find, ReadActions read, CancellationToken cancellationToken) =>
        await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken) switch
        {
            FoundIncident.Refused(var answer) => answer,
            FoundIncident.Found(var incident) => Results.Json(new { actions = (await read.OfIncidentAsync(incident, true, cancellationToken)).Select(ActionJson.From) }),
            _ => throw new InvalidOperationException("An incident is found or refused."),
        };

    private static async Task<IResult> AddAsync(
        string issueKey, AddActionRequest request, HttpContext context, IncidentOfRoute find, AddAction add, ReadActions read, CancellationToken cancellationToken)
    {
        var found = await find.FindAsync(context, issueKey, SitePermissions.Edit, cancellationToken);
        if (found is not FoundIncident.Found(var incident))
            return ((FoundIncident.Refused)found).Answer;
        if (!Enum.TryParse<ActionKind>(request.Kind ?? "prevent", true, out var kind) || !Enum.IsDefined(kind))
            return Problem.Invalid("kind", $"'{request.Kind}' is no kind of action.", "Use prevent, detect, mitigate or process.");
        var wanted = new NewAction(request.Title, request.Description, kind, request.Priority, request.Project, request.IssueType, request.Owner, request.DueOn);
        return await add.AddAsync(incident, wanted, context.GetAtlassianPrincipal().AccountId, cancellationToken) switch
        {
            AddedAction.Planned => Results.Json(new { actions = (await read.OfIncidentAsync(incident, false, cancellationToken)).Select(ActionJson.From) }, statusCode: StatusCodes.Status202Accepted),
            AddedAction.Refused(var field, var reason, var mend) => Problem.Invalid(field, reason, mend),
            _ => throw new InvalidOperationException("It is planned or refused."),
        };
    }

    /// <summary>`?overdue=true` for those whose goal has passed.</summary>
    private static async Task<IResult> OpenAsync(string? overdue, HttpContext context, SitePermissions permissions, ReadActions read, CancellationToken cancellationToken) =>
        await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken)
        ?? Results.Json(new { actions = (await read.OpenAsync(overdue == "true", MostListed, cancellationToken)).Select(ActionJson.From) });
}
