using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents.Publications;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Api;

/// <param name="Want">`published`, `draft` or `withdrawn`.</param>
/// <param name="Overwrite">Take ours over what others changed there.</param>
public sealed record PublishRequest(string? Want, bool Overwrite = false);

/// <param name="State">`none`, `waiting`, `draft`, `published`, `withdrawn`, `held`, `changed`, `failed` or `not_wanted`.</param>
public sealed record PublicationJson(string Target, string Label, string Document, string State, int? Version, string? Problem, string? Url, DateTimeOffset? DoneAt)
{
    public static PublicationJson From(PublicationLine line) => new(
        line.Target, line.Label, line.Document == TemplateAudience.External ? "external" : "internal", line.StateName, line.Version, line.Problem, line.Url, line.DoneAt);
}

/// <summary>`…/postmortem/publications`: where a postmortem stands outside the app, and the wish to change that.</summary>
public static class PublicationRoutes
{
    private const string Route = "/api/v1/incidents/{issueKey}/postmortem/publications";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ListAsync).RequireApiCaller();
        routes.MapPost(Route + "/{target}", AskAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(string issueKey, HttpContext context, IncidentOfRoute find, ReadPublications read, CancellationToken cancellationToken) =>
        await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken) switch
        {
            FoundIncident.Refused(var answer) => answer,
            FoundIncident.Found(var incident) => Results.Json(new { publications = (await read.ListAsync(incident, cancellationToken)).Select(PublicationJson.From) }),
            _ => throw new InvalidOperationException("An incident is found or refused."),
        };

    private static async Task<IResult> AskAsync(
        string issueKey, string target, PublishRequest request, HttpContext context, IncidentOfRoute find, PublishPostmortem publish, ReadPublications read, CancellationToken cancellationToken)
    {
        var found = await find.FindAsync(context, issueKey, SitePermissions.Edit, cancellationToken);
        if (found is not FoundIncident.Found(var incident))
            return ((FoundIncident.Refused)found).Answer;
        if (!Enum.TryParse<PublicationWish>(request.Want ?? "published", true, out var wish) || !Enum.IsDefined(wish))
            return Problem.Invalid("want", $"'{request.Want}' is nothing that can be wanted.", "Use published, draft or withdrawn.");
        return await publish.AtAsync(incident, target, wish, request.Overwrite, context.GetAtlassianPrincipal().AccountId, cancellationToken) switch
        {
            AskedToPublish.Planned => Results.Json(new { publications = (await read.ListAsync(incident, cancellationToken)).Select(PublicationJson.From) }, statusCode: StatusCodes.Status202Accepted),
            AskedToPublish.Refused("state", var reason, var mend) => Problem.Conflict(StatusCodes.Status409Conflict, "state", reason, mend),
            AskedToPublish.Refused(var field, var reason, var mend) => Problem.Invalid(field, reason, mend),
            _ => throw new InvalidOperationException("It is planned or refused."),
        };
    }
}
