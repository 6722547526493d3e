using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <param name="Stage">`investigating`, `identified`, `monitoring`, `resolved`; left out: as it is.</param>
/// <param name="Words">By audience; `customers` is required. Audiences that are left out read a text.</param>
/// <param name="NextUpdateAt">Within 60 minutes; left out: by severity and stage.</param>
/// <param name="LastUpdateId">Id of the last update that the author had read, "" when there was none; with it, words that were overtaken are refused. Left out: not checked.</param>
/// <param name="Answers">What is known of the incident, for the texts of all audiences, like `impact.scope`; what is left out stands as before, what is empty is taken back.</param>
/// <param name="Accepted">Kinds of findings that the author has read and means, like `host`.</param>
public sealed record UpdateRequest(string? Stage, Dictionary<string, string>? Words, string? PublicTitle, DateTimeOffset? NextUpdateAt, string? LastUpdateId = null, Dictionary<string, string>? Answers = null,
    IReadOnlyList<string>? Accepted = null);

/// <summary>
/// `POST /api/v1/incidents/{issueKey}/updates`, and `…/updates/{id}/corrections` to correct one: public words by a person who may edit the ticket.
/// </summary>
public static class PublishUpdate
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/incidents/{issueKey}/updates", HandleAsync).RequireApiCaller();
        routes.MapPost("/api/v1/incidents/{issueKey}/updates/{id}/corrections", HandleAsync).RequireApiCaller();
    }

    private static async Task<IResult> HandleAsync(
        string issueKey, string? id, UpdateRequest request, HttpContext context, JsmConnectorContext database, SitePermissions permissions, SpeakInPublic speak,
        CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().FirstOrDefaultAsync(i => i.IssueKey == issueKey || i.IssueId == issueKey, cancellationToken);
        if (incident is null)
            return Problem.NotFound("issueKey", $"No incident is known for the ticket {issueKey}.", "Check the key.");
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Edit, incident.IssueId, cancellationToken) is { } refusal)
            return refusal;
        if (!TryStage(request.Stage, out var stage))
            return Problem.Invalid("stage", $"'{request.Stage}' is no stage.", "Use investigating, identified, monitoring or resolved, or leave it out.");

        var words = new SpokenWords(caller.AccountId ?? "", request.Words?.GetValueOrDefault("customers") ?? "", request.PublicTitle, stage, request.NextUpdateAt, id)
        {
            LastReadUpdate = request.LastUpdateId,
            Others = (request.Words ?? []).Where(other => other.Key != AudienceSettings.Customers).ToDictionary(other => other.Key, other => (other.Value ?? "").Replace("\0", "", StringComparison.Ordinal), StringComparer.Ordinal),
            Answers = request.Answers ?? [],
            Accepted = request.Accepted ?? [],
        };
        try
        {
            return await speak.SayAsync(incident, words, cancellationToken) switch
            {
                Spoken.Said(var update) => Results.Json(UpdateJson.From(update), statusCode: StatusCodes.Status201Created),
                Spoken.Overtaken(var newest) => Problem.Conflict(StatusCodes.Status409Conflict, "lastUpdateId",
                    $"Somebody else published an update at {PublicWords.Time(newest.PublishedAt)}: {newest.CustomerWords}", $"Read it; if your words still hold, send them again with lastUpdateId {newest.Id.Public()}."),
                Spoken.Held(var findings) => Problem.Invalid([.. findings.Select(finding => (finding.Field, $"{finding.Reason}{(finding.Found.Length > 0 ? $" “{finding.Found}”" : "")}",
                    finding.MayBeAccepted ? $"{finding.Mend} Is it meant so, send it with \"accepted\": [\"{finding.Kind}\"]." : finding.Mend))]),
                Spoken.Refused(var field, var reason, var mend) => Problem.Invalid(field, reason, mend),
                _ => throw new InvalidOperationException("Words are said, overtaken, held or refused."),
            };
        }
        catch (DbUpdateException)
        {
            return Problem.Conflict(StatusCodes.Status409Conflict, "issueKey", "The incident changed while you wrote.", "Read it again and send your words once more if they still hold.");
        }
    }

    private static bool TryStage(string? name, out Stage? stage)
    {
        stage = Enum.GetValues<Stage>().Cast<Stage?>().FirstOrDefault(s => s!.Value.Name() == name && s != Stage.Withdrawn);
        return name is null || stage is not null;
    }
}
