using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Postmortems;

namespace JsmConnector.Api;

/// <param name="Until">Left out: now.</param>
public sealed record BackfillRequest(DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>`POST …/postmortem/requests`: write it, or renew its facts, now. `/api/v1/postmortems/backfill`: incidents of the past, for Jira administrators.</summary>
public static class AskForPostmortemRoutes
{
    private const string Backfill = "/api/v1/postmortems/backfill";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/incidents/{issueKey}/postmortem/requests", AskAsync).RequireApiCaller();
        routes.MapPost(Backfill, QueueAsync).RequireApiCaller();
        routes.MapGet(Backfill, ProgressAsync).RequireApiCaller();
    }

    private static async Task<IResult> AskAsync(string issueKey, HttpContext context, IncidentOfRoute find, AskForPostmortem ask, CancellationToken cancellationToken) =>
        await find.FindAsync(context, issueKey, SitePermissions.Edit, cancellationToken) switch
        {
            FoundIncident.Refused(var answer) => answer,
            FoundIncident.Found(var incident) => await ask.AskAsync(incident, cancellationToken) switch
            {
                AskedForPostmortem.Queued => Results.Accepted($"/api/v1/incidents/{Uri.EscapeDataString(incident.IssueKey)}/postmortem"),
                AskedForPostmortem.Refused(var reason, var mend) => Problem.Conflict(StatusCodes.Status409Conflict, "issueKey", reason, mend),
                _ => throw new InvalidOperationException("It is queued or refused."),
            },
            _ => throw new InvalidOperationException("An incident is found or refused."),
        };

    private static async Task<IResult> QueueAsync(
        BackfillRequest request, HttpContext context, BackfillPostmortems backfill, SitePermissions permissions, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var until = request.Until?.ToUniversalTime() ?? clock.GetUtcNow();
        if (request.From?.ToUniversalTime() is not { } from || from >= until)
            return Problem.Invalid("from", "It is missing, or not before the end.", "Say since when incidents should get their postmortem.");
        var queued = await backfill.QueueAsync(from, until, cancellationToken);
        return Results.Json(new { queued, progress = await backfill.ProgressAsync(cancellationToken) }, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ProgressAsync(HttpContext context, BackfillPostmortems backfill, SitePermissions permissions, CancellationToken cancellationToken) =>
        await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken)
        ?? Results.Json(await backfill.ProgressAsync(cancellationToken));
}
