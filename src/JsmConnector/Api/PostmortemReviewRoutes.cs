using System.Globalization;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Printing;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Review;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <param name="Move">`submit`, `send_back`, `approve`, `publish`, `close` or `reopen`.</param>
public sealed record MovePostmortemRequest(int? Version, string? Move);

public sealed record WaiverRequest(string? Reason);

/// <param name="Categories">Left out: as they are.</param>
public sealed record CausesRequest(IReadOnlyList<string?>? Categories, IReadOnlyList<string?>? Factors);

/// <summary>The way of a postmortem from draft to closed, and the files that it can be taken away as.</summary>
public static class PostmortemReviewRoutes
{
    private const string Route = "/api/v1/incidents/{issueKey}/postmortem";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Route + "/moves", MoveAsync).RequireApiCaller();
        routes.MapPost(Route + "/waiver", WaiveAsync).RequireApiCaller();
        routes.MapPut(Route + "/causes", NameCausesAsync).RequireApiCaller();
        routes.MapGet(Route + "/file", FileAsync).RequireApiCaller();
        routes.MapGet(Route + "/meeting", MeetingAsync).RequireApiCaller();
    }

    private static Task<IResult> MoveAsync(
        string issueKey, MovePostmortemRequest request, HttpContext context, IncidentOfRoute find, MovePostmortem move, ReadPostmortem read, CancellationToken cancellationToken)
    {
        if (ReviewMoves.Find(request.Move) is not { } wanted)
            return Task.FromResult(Problem.Invalid("move", $"'{request.Move}' is no move.", $"Use {string.Join(", ", Enum.GetValues<ReviewMove>().Select(known => known.Name()))}."));
        return ChangeAsync(issueKey, context, find, read, async incident => (request.Version ?? IfMatch.Version(context.Request)) is { } version
            ? await move.MoveAsync(incident, version, wanted, context.GetAtlassianPrincipal().AccountId, cancellationToken)
            : new PostmortemChange.Refused("version", "The version that you have read is not named.", "Send the version of your GET, so that you agree to what you have read."), cancellationToken);
    }

    private static Task<IResult> WaiveAsync(
        string issueKey, WaiverRequest request, HttpContext context, IncidentOfRoute find, MovePostmortem move, ReadPostmortem read, CancellationToken cancellationToken) =>
        ChangeAsync(issueKey, context, find, read, incident => move.WaiveAsync(incident, request.Reason, cancellationToken), cancellationToken);

    private static Task<IResult> NameCausesAsync(
        string issueKey, CausesRequest request, HttpContext context, IncidentOfRoute find, NameCauses name, ReadPostmortem read, CancellationToken cancellationToken) =>
        ChangeAsync(issueKey, context, find, read, incident => name.NameAsync(incident.Id, request.Categories, request.Factors, cancellationToken), cancellationToken);

    private static async Task<IResult> ChangeAsync(
        string issueKey, HttpContext context, IncidentOfRoute find, ReadPostmortem read, Func<Incident, Task<PostmortemChange>> change, CancellationToken cancellationToken)
    {
        if (await find.FindAsync(context, issueKey, SitePermissions.Edit, cancellationToken) is not FoundIncident.Found(var incident))
            return await RefusalAsync(issueKey, context, find, SitePermissions.Edit, cancellationToken);
        return await change(incident) switch
        {
            PostmortemChange.Saved when await read.DocumentAsync(incident.Id, cancellationToken) is { } document => Results.Json(EditablePostmortemJson.From(document)),
            PostmortemChange.Refused("move", var reason, var mend) => Problem.Conflict(StatusCodes.Status409Conflict, "move", reason, mend),
            PostmortemChange.Refused(var field, var reason, var mend) => Problem.Invalid(field, reason, mend),
            PostmortemChange.Outdated(var newest) => Problem.Conflict(StatusCodes.Status409Conflict, "version", $"Version {newest.Number} was saved meanwhile.", "Read it, then decide again."),
            _ => NotWritten(issueKey),
        };
    }

    /// <summary>`?format=markdown|html|pdf` and `&amp;document=internal|external`.</summary>
    private static async Task<IResult> FileAsync(
        string issueKey, string? format, string? document, HttpContext context, IncidentOfRoute find, ReadPostmortem read, PostmortemFiles files, CancellationToken cancellationToken)
    {
        if (await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken) is not FoundIncident.Found(var incident))
            return await RefusalAsync(issueKey, context, find, SitePermissions.Browse, cancellationToken);
        if (format is not null && !PostmortemFiles.Formats.Contains(format))
            return Problem.Invalid("format", $"'{format}' is no format.", $"Use {string.Join(", ", PostmortemFiles.Formats)}.");
        if (document is not (null or "internal" or "external"))
            return Problem.Invalid("document", $"'{document}' is no document.", "Use internal or external.");
        if (await read.DocumentAsync(incident.Id, cancellationToken) is not { } written)
            return NotWritten(issueKey);
        var audience = document == "external" ? TemplateAudience.External : TemplateAudience.Internal;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return await files.MakeAsync(incident.IssueKey, written, audience, format ?? "markdown", cancellationToken) switch
        {
            TakenAway.File(var bytes, var type, var name) => Results.File(bytes, type, name),
            TakenAway.Refused(var reason, var mend, true) => Problem.Unavailable(reason, mend),
            TakenAway.Refused(var reason, var mend, _) => Problem.Invalid("format", reason, mend),
            _ => throw new InvalidOperationException("It is a file or refused."),
        };
    }

    /// <summary>`?startsAt=2026-11-30T10:00Z&amp;minutes=60`.</summary>
    private static async Task<IResult> MeetingAsync(
        string issueKey, string? startsAt, string? minutes, HttpContext context, IncidentOfRoute find, JsmConnectorContext database, PostmortemAddress address, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken) is not FoundIncident.Found(var incident))
            return await RefusalAsync(issueKey, context, find, SitePermissions.Browse, cancellationToken);
        if (!DateTimeOffset.TryParse(startsAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
            return Problem.Invalid("startsAt", "It is missing or no time.", "Give a time like 2026-11-30T10:00:00Z.");
        if (!int.TryParse(minutes ?? "60", NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is < 5 or > 480)
            return Problem.Invalid("minutes", "It is no length of a meeting.", "Give a number from 5 to 480.");
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == incident.InstallationId, cancellationToken);
        var url = await address.OfAsync(site, incident.IssueKey, cancellationToken);
        var calendar = ReviewMeeting.Of($"postmortem-{incident.Id.Value:N}@jsmconnector", incident.IssueKey, url, start, TimeSpan.FromMinutes(length), clock.GetUtcNow());
        return Results.File(System.Text.Encoding.UTF8.GetBytes(calendar), "text/calendar; charset=utf-8", $"postmortem-{incident.IssueKey}.ics");
    }

    private static async Task<IResult> RefusalAsync(string issueKey, HttpContext context, IncidentOfRoute find, string permission, CancellationToken cancellationToken) =>
        await find.FindAsync(context, issueKey, permission, cancellationToken) is FoundIncident.Refused(var answer) ? answer : Problem.Unavailable("The answer changed meanwhile.", "Try again.");

    private static IResult NotWritten(string issueKey) =>
        Problem.NotFound("issueKey", $"No postmortem of {issueKey} is written yet.", "Resolve the ticket and wait for the quiet time, or ask for one.");
}
