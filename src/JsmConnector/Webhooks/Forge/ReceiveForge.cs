using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.AtlassianConnect.Forge.Manifest;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Webhooks.Forge;

/// <summary>
/// What Forge calls by itself: product events, the installation, and two schedules. Admitting the call (Installations/Forge/AdmitForge) has kept the system
/// token, which is all that `refresh` is for. Forge waits five seconds and repeats whatever is no success, save 401.
/// </summary>
public static class ReceiveForge
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(ForgeModules.EventsPath, EventAsync).RequireForgeToken(ForgeModules.Events);
        routes.MapPost(ForgeModules.LifecyclePath, InstalledAsync).RequireForgeToken(ForgeModules.Lifecycle);
        routes.MapPost(ForgeModules.RefreshPath, () => Results.NoContent()).RequireForgeToken(ForgeModules.Refresh);
        routes.MapPost(ForgeModules.ReconcilePath, ReconcileAsync).RequireForgeToken(ForgeModules.Reconcile);
    }

    private static async Task EventAsync(HttpContext context, AcceptWebhook accept, TimeProvider clock)
    {
        var body = await context.ReadBodyOnceAsync(AcceptWebhook.LargestBody);
        if (body is null)
        {
            await accept.StoreAsync(context, "", null);
            return;
        }

        try
        {
            if (NormaliseTrigger.Of(body, clock.GetUtcNow()) is NormalisedTrigger.Event(var key, var webhook))
                await accept.StoreAsync(context, key, webhook);
            else
                context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException)
        {
            // Kept as it came, for the administrator to see; Forge could not mend it either.
            await accept.StoreAsync(context, "", body);
        }
    }

    /// <summary>A replay does nothing: admitting is idempotent, and there is no secret in the call that could be put back.</summary>
    private static IResult InstalledAsync(HttpContext context, SiteCatalogs catalogs)
    {
        var installation = new InstallationId(context.GetAtlassianPrincipal().InstallationId);
        catalogs.Forget(installation);
        _ = catalogs.Refresh(installation);
        return Results.NoContent();
    }

    private static async Task<IResult> ReconcileAsync(HttpContext context, AskForReconciliation ask, CancellationToken cancellationToken)
    {
        await ask.PokeAsync(new InstallationId(context.GetAtlassianPrincipal().InstallationId), cancellationToken);
        return Results.NoContent();
    }
}
