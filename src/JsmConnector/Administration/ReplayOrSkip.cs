using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration;

/// <summary>The two decisions about a dead delivery. Pressing twice does nothing the second time: only a dead row changes.</summary>
public sealed class ReplayOrSkip(JsmConnectorContext database, SendAgain again, DeliveriesBell bell, TimeProvider clock)
{
    public const string Replay = "replay";
    public const string Skip = "skip";

    public async Task<Done> DecideAsync(DeliveryId id, string decision, CancellationToken cancellationToken) => decision switch
    {
        Replay when await again.TryAsync(id, null, cancellationToken) => new Done(Tone.Good, "The message is queued and goes out at once. If it fails again, it comes back here."),
        Skip when await SkipAsync(id, cancellationToken) => new Done(Tone.Neutral, "The message is skipped. Later messages to this destination go out as usual."),
        _ => new Done(Tone.Neutral, "Nothing was changed: somebody decided about this message already."),
    };

    private async Task<bool> SkipAsync(DeliveryId id, CancellationToken cancellationToken)
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
