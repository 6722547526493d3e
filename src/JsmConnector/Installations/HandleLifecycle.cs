using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Lifecycle;

namespace JsmConnector.Installations;

/// <summary>
/// The four lifecycle calls of Connect, already verified and bound to their sender. Jira takes 200 and 204 as success; a failed `installed`
/// is shown to the administrator, who can try again, so a fault of ours is a 503.
/// </summary>
public static partial class HandleLifecycle
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var kind in Enum.GetValues<LifecycleEvent>())
        {
            routes.MapPost($"/connect/{kind.ToString().ToLowerInvariant()}", (HttpContext context, CancellationToken token) => HandleAsync(context, kind, token))
                .RequireConnectToken(LifecycleCalls.KindOf(kind), allowDisabled: true);
        }
    }

    private static async Task<IResult> HandleAsync(HttpContext context, LifecycleEvent kind, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var calls = services.GetRequiredService<LifecycleCalls>();
        try
        {
            var call = await calls.ReadAsync(context, kind, cancellationToken);
            if (call is not LifecycleCall.Accepted accepted)
                return Refuse(context, call);
            await StoreAsync(services, accepted, cancellationToken);
            return Results.NoContent();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BadHttpRequestException))
        {
            await calls.ForgetQuietlyAsync(context);
            var number = Guid.NewGuid().ToString("N")[..8];
            LogFailed(services.GetRequiredService<ILogger<StoreInstallation>>(), exception, kind, number);
            context.Response.Headers.RetryAfter = "30";
            return Results.Json(new { reason = $"The installation could not be stored. Try again in a minute; log number {number}." }, statusCode: 503);
        }
    }

    /// <summary>With the database away the token cannot be forgotten; then it was not remembered either, or the site's next try carries a new one.</summary>
    private static async Task ForgetQuietlyAsync(this LifecycleCalls calls, HttpContext context)
    {
        try
        {
            await calls.ForgetAsync(context, CancellationToken.None);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            // Told by the caller.
        }
    }

    private static IResult Refuse(HttpContext context, LifecycleCall call)
    {
        var (code, reason) = call switch
        {
            LifecycleCall.Malformed malformed => (malformed.Code, malformed.Reason),
            LifecycleCall.Forbidden forbidden => (forbidden.Code, forbidden.Reason),
            LifecycleCall.Unauthorized(var refusal) => (refusal.Code(), "this call was carried out before"),
            _ => throw new InvalidOperationException("An accepted call is not refused."),
        };
        context.RequestServices.GetRequiredService<RefusedCalls>().Tell(context, code, "lifecycle");
        return Results.Json(new { code, reason }, statusCode: call.StatusCode);
    }

    private static async Task StoreAsync(IServiceProvider services, LifecycleCall.Accepted accepted, CancellationToken cancellationToken)
    {
        var (payload, store) = (accepted.Payload, services.GetRequiredService<StoreInstallation>());
        switch (accepted.Event)
        {
            case LifecycleEvent.Installed:
                var site = new InstalledSite(
                    payload.ClientKey!, payload.SharedSecret!, payload.BaseUrl!.TrimEnd('/'), payload.DisplayUrl?.TrimEnd('/'), payload.HelpCenterUrl?.TrimEnd('/'),
                    payload.ForgeInstallationId, accepted.SentAt);
                var (installation, catalogs) = (await store.InstallAsync(site, cancellationToken), services.GetRequiredService<SiteCatalogs>());
                catalogs.Forget(installation);
                _ = catalogs.Refresh(installation);
                break;
            case LifecycleEvent.Enabled:
                await store.ChangeAsync(payload.ClientKey!, InstallationState.Enabled, accepted.SentAt, cancellationToken);
                break;
            case LifecycleEvent.Disabled:
                await store.ChangeAsync(payload.ClientKey!, InstallationState.Disabled, accepted.SentAt, cancellationToken);
                break;
            default:
                await store.ChangeAsync(payload.ClientKey!, InstallationState.Uninstalled, accepted.SentAt, cancellationToken);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The lifecycle call {Kind} could not be stored (log number {Number})")]
    private static partial void LogFailed(ILogger logger, Exception exception, LifecycleEvent kind, string number);
}
