using System.Globalization;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Versions;
using Microsoft.AspNetCore.Mvc;

namespace JsmConnector.Api;

/// <summary>`/api/v1/incidents/{issueKey}/postmortem`: read and write both documents. Reading takes the right to see the ticket, writing the one to edit it.</summary>
public static class PostmortemRoutes
{
    private const string Route = "/api/v1/incidents/{issueKey}/postmortem";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, GetAsync).RequireApiCaller();
        routes.MapPut(Route, EditAsync).RequireApiCaller().WithMetadata(new RequestSizeLimitAttribute(8_000_000));
        routes.MapPost(Route + "/refresh", RefreshAsync).RequireApiCaller();
        routes.MapPost(Route + "/regions/{region}", SettleAsync).RequireApiCaller();
        routes.MapGet(Route + "/versions", ListAsync).RequireApiCaller();
        routes.MapGet(Route + "/versions/{number}", VersionAsync).RequireApiCaller();
        routes.MapPost(Route + "/versions/{number}/restore", RestoreAsync).RequireApiCaller();
    }

    private static async Task<IResult> GetAsync(string issueKey, HttpContext context, IncidentOfRoute find, ReadPostmortem read, CancellationToken cancellationToken) =>
        await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken) switch
        {
            FoundIncident.Refused(var answer) => answer,
            FoundIncident.Found(var incident) => await ShowAsync(context, read, incident, cancellationToken),
            _ => throw new InvalidOperationException("An incident is found or refused."),
        };

    private static Task<IResult> EditAsync(
        string issueKey, EditPostmortemRequest request, HttpContext context, IncidentOfRoute find, ChangePostmortem change, ReadPostmortem read, ReadVersions versions,
        CancellationToken cancellationToken) =>
        ChangeAsync(issueKey, request.Version, context, find, read, versions, (incident, version, author) =>
            change.EditAsync(incident.Id, new PostmortemEdit(version, request.Internal?.Markdown, request.External?.Markdown, author, request.Note), cancellationToken), cancellationToken);

    private static Task<IResult> RefreshAsync(
        string issueKey, OnVersionRequest request, HttpContext context, IncidentOfRoute find, ChangePostmortem change, ReadPostmortem read, ReadVersions versions,
        CancellationToken cancellationToken) =>
        ChangeAsync(issueKey, request.Version, context, find, read, versions, (incident, version, author) =>
            change.RefreshAsync(incident.Id, version, author, cancellationToken), cancellationToken);

    private static async Task<IResult> SettleAsync(
        string issueKey, string region, SettleConflictRequest request, HttpContext context, IncidentOfRoute find, ChangePostmortem change, ReadPostmortem read, ReadVersions versions,
        CancellationToken cancellationToken)
    {
        if (request.Document is not ("internal" or "external"))
            return Problem.Invalid("document", $"'{request.Document}' is no document.", "Use internal or external.");
        if (request.Take is not ("facts" or "words"))
            return Problem.Invalid("take", $"'{request.Take}' is no decision.", "Use facts to take what the app recorded, or words to keep what people wrote.");
        var document = request.Document == "internal" ? TemplateAudience.Internal : TemplateAudience.External;
        return await ChangeAsync(issueKey, request.Version, context, find, read, versions, (incident, version, author) =>
            change.SettleAsync(incident.Id, version, document, region, request.Take == "facts", author, cancellationToken), cancellationToken);
    }

    private static Task<IResult> RestoreAsync(
        string issueKey, string number, OnVersionRequest request, HttpContext context, IncidentOfRoute find, ChangePostmortem change, ReadPostmortem read, ReadVersions versions,
        CancellationToken cancellationToken) =>
        ChangeAsync(issueKey, request.Version, context, find, read, versions, (incident, version, author) =>
            change.RestoreAsync(incident.Id, version, Number(number), author, cancellationToken), cancellationToken);

    private static async Task<IResult> ListAsync(string issueKey, HttpContext context, IncidentOfRoute find, ReadVersions versions, CancellationToken cancellationToken) =>
        await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken) switch
        {
            FoundIncident.Refused(var answer) => answer,
            FoundIncident.Found(var incident) => Results.Json(new { versions = (await versions.ListAsync(incident.Id, cancellationToken)).Select(VersionLineJson.From) }),
            _ => throw new InvalidOperationException("An incident is found or refused."),
        };

    /// <summary>One version, and with `?against=` what changed from that one to it.</summary>
    private static async Task<IResult> VersionAsync(
        string issueKey, string number, string? against, HttpContext context, IncidentOfRoute find, ReadVersions versions, CancellationToken cancellationToken)
    {
        switch (await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken))
        {
            case FoundIncident.Refused(var answer):
                return answer;
            case FoundIncident.Found(var incident):
                if (await versions.FindAsync(incident.Id, Number(number), cancellationToken) is not { } version)
                    return Problem.NotFound("number", "There is no such version.", "Take a number from the list of versions.");
                var other = against is null ? null : await versions.FindAsync(incident.Id, Number(against), cancellationToken);
                if (against is not null && other is null)
                    return Problem.NotFound("against", "There is no such version.", "Take a number from the list of versions.");
                return Results.Json(new
                {
                    number = version.Number,
                    reason = version.Reason.ToString().ToLowerInvariant(),
                    author = version.Author,
                    note = version.Note,
                    at = version.At,
                    state = version.State.Name(),
                    @internal = new MarkdownJson(version.InternalMarkdown),
                    external = new MarkdownJson(version.ExternalMarkdown),
                    diff = other is null ? null : VersionDiffJson.Of(VersionDiff.Of(other, version)),
                });
            default:
                throw new InvalidOperationException("An incident is found or refused.");
        }
    }

    private static async Task<IResult> ChangeAsync(
        string issueKey, int? named, HttpContext context, IncidentOfRoute find, ReadPostmortem read, ReadVersions versions,
        Func<Incident, int, string?, Task<PostmortemChange>> change, CancellationToken cancellationToken)
    {
        switch (await find.FindAsync(context, issueKey, SitePermissions.Edit, cancellationToken))
        {
            case FoundIncident.Refused(var answer):
                return answer;
            case FoundIncident.Found(var incident):
                if ((named ?? IfMatch.Version(context.Request)) is not { } version)
                    return Problem.Conflict(StatusCodes.Status428PreconditionRequired, "version", "The version that you changed is not named.", "Send the version of your GET, so that nobody's words are lost.");
                return await change(incident, version, context.GetAtlassianPrincipal().AccountId) switch
                {
                    PostmortemChange.Saved => await ShowAsync(context, read, incident, cancellationToken),
                    PostmortemChange.Refused(var field, var reason, var mend) => Problem.Invalid(field, reason, mend),
                    PostmortemChange.Outdated(var newest) => await OutdatedAsync(incident, version, newest, versions, cancellationToken),
                    _ => NotWritten(issueKey),
                };
            default:
                throw new InvalidOperationException("An incident is found or refused.");
        }
    }

    /// <summary>Tells what the others changed since the version the caller began with.</summary>
    private static async Task<IResult> OutdatedAsync(Incident incident, int basedOn, PostmortemVersion newest, ReadVersions versions, CancellationToken cancellationToken)
    {
        var diff = await versions.CompareAsync(incident.Id, basedOn, newest.Number, cancellationToken);
        return Results.Problem(
            title: $"Version {newest.Number} was saved meanwhile.", statusCode: StatusCodes.Status409Conflict, type: "urn:jsmconnector:problem:conflict",
            detail: "Look at what changed, bring your words together with it, and send them with the new version.",
            extensions: new Dictionary<string, object?>
            {
                ["field"] = "version",
                ["version"] = newest.Number,
                ["author"] = newest.Author,
                ["internal"] = new MarkdownJson(newest.InternalMarkdown),
                ["external"] = new MarkdownJson(newest.ExternalMarkdown),
                ["diff"] = diff is null ? null : VersionDiffJson.Of(diff),
            });
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ReadPostmortem read, Incident incident, CancellationToken cancellationToken)
    {
        if (await read.DocumentAsync(incident.Id, cancellationToken) is not { } document)
            return NotWritten(incident.IssueKey);
        context.Response.Headers.ETag = $"\"{document.Version.ToString(CultureInfo.InvariantCulture)}\"";
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(EditablePostmortemJson.From(document));
    }

    private static IResult NotWritten(string issueKey) =>
        Problem.NotFound("issueKey", $"No postmortem of {issueKey} is written yet.", "Resolve the ticket and wait for the quiet time, or ask for one.");

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
