using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.History;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <param name="Status">`operational`, `degraded_performance`, `partial_outage`, `major_outage` or `under_maintenance`.</param>
/// <param name="Reason">Why; kept on record.</param>
public sealed record StateCorrectionRequest(string? Component, DateTimeOffset? From, DateTimeOffset? Until, string? Status, string? Reason);

public sealed record PastUpdateRequest(string? Stage, string? Words, DateTimeOffset? At);

/// <param name="Impact">`none`, `minor`, `major` or `critical`.</param>
/// <param name="Updates">Oldest first.</param>
public sealed record PastIncidentRequest(string? Title, string? Impact, DateTimeOffset? StartedAt, DateTimeOffset? ResolvedAt, IReadOnlyList<string>? Components, IReadOnlyList<PastUpdateRequest>? Updates);

/// <summary>`/api/v1/status-pages/{page}/history`: the past of a built-in page put right. Nobody is told, and everything is kept on record.</summary>
public static class HistoryRoutes
{
    private const string Route = "/api/v1/status-pages/{page}/history";
    private const int MostUpdates = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ListAsync).RequireApiCaller();
        routes.MapPost(Route + "/corrections", CorrectAsync).RequireApiCaller();
        routes.MapPost(Route + "/incidents", AddAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(string page, HttpContext context, JsmConnectorContext database, SitePermissions permissions, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var records = await database.Set<HistoryRecord>().AsNoTracking().Where(record => record.PageId == page).OrderByDescending(record => record.At).Take(200).ToListAsync(cancellationToken);
        return Results.Json(new
        {
            records = records.Select(record => new
            {
                kind = record.Kind,
                subject = record.Subject,
                written = System.Text.Json.Nodes.JsonNode.Parse(record.Written),
                before = record.Before is null ? null : System.Text.Json.Nodes.JsonNode.Parse(record.Before),
                reason = record.Reason,
                author = record.Author,
                at = record.At,
            }),
        });
    }

    private static async Task<IResult> CorrectAsync(
        string page, StateCorrectionRequest request, HttpContext context, IPageHistory history, CurrentSettings settings, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (!await IsBuiltinAsync(settings, caller, page, cancellationToken))
            return Missing(page);
        if (request is not { Component: { } component, From: { } from, Until: { } until, Status: { } status })
            return Problem.Invalid("component", "component, from, until or status is missing.", "Give all four, and the reason.");
        if (ComponentStatuses.Of(status) is var state && state.Name() != status)
            return Problem.Invalid("status", $"'{status}' is no state.", "Use operational, degraded_performance, partial_outage, major_outage or under_maintenance.");
        var installation = new InstallationId(caller.InstallationId);
        return await history.CorrectAsync(installation, page, new StateCorrection(component, from, until, state, request.Reason ?? ""), caller.AccountId, cancellationToken) is var (field, reason)
            ? Problem.Invalid(field, reason, "Mend it and send the correction again.")
            : Results.NoContent();
    }

    private static async Task<IResult> AddAsync(
        string page, PastIncidentRequest request, HttpContext context, IPageHistory history, CurrentSettings settings, SitePermissions permissions, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (!await IsBuiltinAsync(settings, caller, page, cancellationToken))
            return Missing(page);
        if (Mistakes(request, clock.GetUtcNow()).ToList() is { Count: > 0 } mistakes)
            return Problem.Invalid(mistakes);
        var past = new PastIncident(
            Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), request.Title!.Trim(), request.Impact ?? "minor", request.StartedAt!.Value, request.ResolvedAt!.Value, request.Components ?? [],
            [.. (request.Updates ?? []).Select(update => (Stages.Of(update.Stage ?? "resolved"), update.Words!.Trim(), update.At!.Value))]);
        return Results.Json(new { id = (await history.AddAsync(new InstallationId(caller.InstallationId), page, [past], caller.AccountId, cancellationToken))[0] }, statusCode: StatusCodes.Status201Created);
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(PastIncidentRequest request, DateTimeOffset now)
    {
        foreach (var mistake in PastIncidentRules.Mistakes(request.Title, request.Impact, request.StartedAt, request.ResolvedAt, now))
            yield return mistake;
        if (request.Updates is { } updates && (updates.Count > MostUpdates || updates.Any(update => update?.Words is not { Length: > 0 and <= SpeakInPublic.LongestWords } || update.At is null || (update.Stage is { } stage && Stages.Of(stage).Name() != stage))))
            yield return ("updates", $"There are more than {MostUpdates}, or one has no words, no time, or no known stage.", "Give words, at and stage (investigating, identified, monitoring, resolved) for each.");
    }

    private static async Task<bool> IsBuiltinAsync(CurrentSettings settings, AtlassianPrincipal caller, string page, CancellationToken cancellationToken) =>
        (await settings.GetAsync(new InstallationId(caller.InstallationId), cancellationToken)).StatusPages.Any(entry => entry.Id == page && entry.Provider == StatusPageSettings.BuiltIn.Provider);

    private static IResult Missing(string page) => Problem.NotFound("page", $"The settings have no built-in page '{page}'.", "Take an id from statusPages of the settings.");
}
