using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Notifications.Subscribers;

namespace JsmConnector.Api;

/// <summary>`/api/v1/status-pages/{page}/subscribers`: how many readers a page has, which addresses are in trouble, and the way to help them.</summary>
public static class SubscriberRoutes
{
    private const string Route = "/api/v1/status-pages/{page}/subscribers";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ListAsync).RequireApiCaller();
        routes.MapDelete(Route + "/{id}", UnsubscribeAsync).RequireApiCaller();
        routes.MapPost(Route + "/{id}/replay", ReplayAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(
        string page, string? state, string? before, HttpContext context, SubscriberList subscribers, SitePermissions permissions, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        SubscriberState? wanted = null;
        if (state is not null && (!Enum.TryParse<SubscriberState>(state, true, out var known) || (wanted = known) is null))
            return Problem.Invalid("state", $"'{state}' is no state.", "Use pending, active, quarantined or unsubscribed, or leave it out.");
        if (before is not null && !Guid.TryParse(before, out _))
            return Problem.Invalid("before", "It is no id.", "Take the last id of the list before.");
        var counts = await subscribers.CountsAsync(page, cancellationToken);
        var rows = await subscribers.ReadAsync(page, wanted, before is null ? null : Guid.Parse(before), cancellationToken);
        var failed = await subscribers.FailedAsync([.. rows.Select(row => row.Id)], cancellationToken);
        return Results.Json(new
        {
            counts = Enum.GetValues<SubscriberState>().ToDictionary(value => Name(value), value => counts.GetValueOrDefault(value)),
            subscribers = rows.Select(row => new
            {
                id = row.Id,
                kind = row.Kind,
                address = row.Hint,
                state = Name(row.State),
                scopes = row.Scopes,
                incidents = row.Incidents,
                maintenance = row.Maintenance,
                leastSeverity = row.LeastSeverity,
                briefly = row.Briefly,
                createdAt = row.CreatedAt,
                confirmedAt = row.ConfirmedAt,
                trouble = row.Trouble,
                failed = failed.GetValueOrDefault(row.Id),
            }),
        });
    }

    private static async Task<IResult> UnsubscribeAsync(
        string page, string id, HttpContext context, SubscriberList subscribers, SitePermissions permissions, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        return Guid.TryParse(id, out var subscriber) && await subscribers.UnsubscribeAsync(page, subscriber, cancellationToken) ? Results.NoContent() : Missing();
    }

    private static async Task<IResult> ReplayAsync(
        string page, string id, HttpContext context, SubscriberList subscribers, SitePermissions permissions, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        return Guid.TryParse(id, out var subscriber) && await subscribers.ReplayAsync(page, subscriber, cancellationToken) is { } count ? Results.Json(new { queued = count }) : Missing();
    }

    private static IResult Missing() => Problem.NotFound("id", "The page has no such subscriber.", "Take an id from the list.");

    private static string Name(SubscriberState state) => state.ToString().ToLowerInvariant();
}
