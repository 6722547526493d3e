using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Deliveries;

/// <summary>A person lets go of a dead delivery. Pressing twice does nothing the second time: only a dead row changes.</summary>
public sealed class SkipDelivery(JsmConnectorContext database, DeliveriesBell bell, TimeProvider clock)
{
    public async Task<bool> TryAsync(DeliveryId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = await database.Set<Delivery>().Where(d => d.Id == id && (d.State == DeliveryState.Failed || d.State == DeliveryState.Unknown)).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, DeliveryState.Suppressed).SetProperty(d => d.FinishedAt, now)
            .SetProperty(d => d.Reason, d => "Skipped by an administrator. " + d.Reason), cancellationToken);
        if (changed > 0)
            bell.Ring();
        return changed > 0;
    }
}
