using System.Collections.Concurrent;
using JsmConnector.Platform.Html;

namespace JsmConnector.PortalHeader;

public enum PortalPart
{
    Header,
    Known,
    Footer,
}

/// <summary>Everything that two visitors of one site may read differently. Who they are is not among it: all of it is public.</summary>
/// <param name="Portal">One that the site has a rule for; null: any other. A visitor cannot invent more of them.</param>
public sealed record PortalFrame(PortalPart Part, string? Portal, string Language, bool IsJson, string PathBase);

/// <summary>What one site's portals say, read once, and the bytes made of it.</summary>
public sealed class KeptPortals(Func<Task<PortalStand?>> read, long readAt)
{
    private const int MostFrames = 200;

    private readonly Lazy<Task<PortalStand?>> _stand = new(read);
    private readonly ConcurrentDictionary<PortalFrame, (FramedDocument Document, DateTimeOffset Until)> _made = new();
    private int _isRenewing;

    /// <summary>Of the clock that does not jump.</summary>
    public long ReadAt => readAt;

    /// <summary>Many visitors who come at once read it once.</summary>
    public Task<PortalStand?> StandAsync() => _stand.Value;

    /// <summary>True for the first who asks.</summary>
    public bool BeginRenewal() => Interlocked.Exchange(ref _isRenewing, 1) == 0;

    public void EndRenewal() => Volatile.Write(ref _isRenewing, 0);

    public FramedDocument? Find(PortalFrame frame, DateTimeOffset now) => _made.TryGetValue(frame, out var made) && now < made.Until ? made.Document : null;

    public void Keep(PortalFrame frame, FramedDocument document, DateTimeOffset until)
    {
        if (_made.Count < MostFrames)
            _made[frame] = (document, until);
    }
}
