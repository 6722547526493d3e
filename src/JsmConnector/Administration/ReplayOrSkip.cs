using JsmConnector.Deliveries;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration;

/// <summary>The two decisions about a dead delivery.</summary>
public sealed class ReplayOrSkip(SendAgain again, SkipDelivery skip)
{
    public const string Replay = "replay";
    public const string Skip = "skip";

    public async Task<Done> DecideAsync(DeliveryId id, string decision, CancellationToken cancellationToken) => decision switch
    {
        Replay when await again.TryAsync(id, null, cancellationToken) => new Done(Tone.Good, "The message is queued and goes out at once. If it fails again, it comes back here."),
        Skip when await skip.TryAsync(id, cancellationToken) => new Done(Tone.Neutral, "The message is skipped. Later messages to this destination go out as usual."),
        _ => new Done(Tone.Neutral, "Nothing was changed: somebody decided about this message already."),
    };
}
