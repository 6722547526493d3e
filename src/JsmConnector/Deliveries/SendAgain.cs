using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Deliveries;

/// <summary>A person sends a failed delivery again. Pressing twice does nothing the second time: only a failed row changes.</summary>
public sealed class SendAgain(JsmConnectorContext database, WatchDestinations destinations, DeliveriesBell bell, TimeProvider clock)
{
    /// <param name="incident">When given, only a delivery of this incident.</param>
    public async Task<bool> TryAsync(DeliveryId id, Guid? incident, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // An earlier attempt may have been carried out, so the next one must not count as the first.
        var changed = await database.Set<Delivery>().Where(d => d.Id == id && (d.State == DeliveryState.Failed || d.State == DeliveryState.Unknown) && (incident == null || d.IncidentId == incident)).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, DeliveryState.Queued).SetProperty(d => d.DueAt, now).SetProperty(d => d.Attempts, d => d.Attempts > 0 ? 1 : 0)
            .SetProperty(d => d.BegunAt, (DateTimeOffset?)null).SetProperty(d => d.FinishedAt, (DateTimeOffset?)null), cancellationToken);
        if (changed == 0)
            return false;
        // A person who sends again knows better than the count of failures: the destination gets this one try.
        await destinations.TryNowAsync(id, cancellationToken);
        bell.Ring();
        return true;
    }
}
