using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration;

/// <summary>The two decisions about a dead delivery. Pressing twice does nothing the second time: only a dead row changes.</summary>
public sealed class ReplayOrSkip(JsmConnectorContext database, WatchDestinations destinations, DeliveriesBell bell, TimeProvider clock)
{
    public const string Replay = "replay";
    public const string Skip = "skip";

    public async Task<Done> DecideAsync(DeliveryId id, string decision, CancellationToken cancellationToken)
    {
        var dead = database.Set<Delivery>().Where(d => d.Id == id && (d.State == DeliveryState.Failed || d.State == DeliveryState.Unknown));
        var now = clock.GetUtcNow();
        var changed = decision switch
        {
            // An earlier attempt may have been carried out, so the next one must not count as the first.
            Replay => await dead.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.State, DeliveryState.Queued).SetProperty(d => d.DueAt, now).SetProperty(d => d.Attempts, d => d.Attempts > 0 ? 1 : 0)
                .SetProperty(d => d.FinishedAt, (DateTimeOffset?)null), cancellationToken),
            Skip => await dead.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.State, DeliveryState.Suppressed).SetProperty(d => d.FinishedAt, now)
                .SetProperty(d => d.Reason, d => "Skipped by an administrator. " + d.Reason), cancellationToken),
            _ => 0,
        };
        // A person who sends again knows better than the count of failures: the destination gets this one try.
        if (changed > 0 && decision == Replay)
            await destinations.TryNowAsync(id, cancellationToken);
        if (changed > 0)
            bell.Ring();
        return (changed, decision) switch
        {
            (0, _) => new Done(Tone.Neutral, "Nothing was changed: somebody decided about this message already."),
            (_, Replay) => new Done(Tone.Good, "The message is queued and goes out at once. If it fails again, it comes back here."),
            _ => new Done(Tone.Neutral, "The message is skipped. Later messages to this destination go out as usual."),
        };
    }
}
