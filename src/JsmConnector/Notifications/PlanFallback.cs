using System.Security.Cryptography;
using System.Text;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications;

/// <summary>
/// Tells an update on the channel that the settings name in place of one that failed, once for each reader of it, however many readers of the first one could
/// not be reached: the id of such a delivery follows from what it tells to whom.
/// </summary>
public sealed class PlanFallback(
    JsmConnectorContext database, CurrentSettings currentSettings, PlanNotifications plan, IServiceScopeFactory scopes, DeliveriesBell bell, TimeProvider clock) : IDeliveryFailed
{
    public async Task AfterAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery is not { UpdateId: { } update, IncidentId: { } incident } || !delivery.Lane.StartsWith("notify:", StringComparison.Ordinal))
            return;
        var settings = await currentSettings.GetAsync(delivery.InstallationId, cancellationToken);
        var failed = settings.Channels.FirstOrDefault(entry => entry.Id == delivery.Destination.Split('/')[0]);
        if (failed?.Fallback is not { } other || settings.Audiences.FirstOrDefault(known => known.Name == delivery.Audience) is not { } audience)
            return;
        foreach (var planned in plan.To(audience with { Channels = [other] }, settings, incident))
        {
            var id = new DeliveryId(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{update:N}\n{audience.Name}\n{planned.Destination}"))[..16]));
            // Who hears this channel anyway is not told a second time.
            if (await database.Set<Delivery>().AnyAsync(known => known.Id == id || (known.UpdateId == update && known.Audience == audience.Name && known.Destination == planned.Destination), cancellationToken))
                continue;
            await AddAsync(Delivery.Of(delivery.InstallationId, planned with { UpdateId = update }, clock, id), cancellationToken);
        }
        bell.Ring();
    }

    private async Task AddAsync(Delivery instead, CancellationToken cancellationToken)
    {
        // In a scope of its own: whatever the failed delivery left in its context stays there.
        await using var scope = scopes.Enter(instead.InstallationId);
        var fresh = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        fresh.Add(instead);
        try
        {
            await fresh.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            // Another reader of the same channel failed at this moment, and somebody else planned it.
        }
    }
}
