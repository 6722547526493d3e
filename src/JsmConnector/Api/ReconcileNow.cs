using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Api;

/// <summary>`POST /api/v1/reconciliation`: compare the site with Jira now; `GET` tells how far it came. For Jira administrators.</summary>
public static class ReconcileNow
{
    private const string Path = "/api/v1/reconciliation";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, GetAsync).RequireApiCaller();
        routes.MapPost(Path, AskAsync).RequireApiCaller();
    }

    private static async Task<IResult> AskAsync(HttpContext context, AskForReconciliation ask, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        await ask.AskAsync(new InstallationId(caller.InstallationId), cancellationToken);
        return Results.Json(Shown(await ask.StateAsync(cancellationToken)), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetAsync(HttpContext context, AskForReconciliation ask, SitePermissions permissions, CancellationToken cancellationToken) =>
        await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken)
        ?? Results.Json(Shown(await ask.StateAsync(cancellationToken)));

    private static object Shown(SiteReconciliation? row) => new
    {
        seenUntil = row?.SeenUntil,
        finishedAt = row?.FinishedAt,
        dueAt = row?.DueAt,
        isRunning = row?.Lease is not null || row?.NextPage is not null,
        healed = row?.Healed ?? 0,
        problem = row?.Problem,
    };
}
