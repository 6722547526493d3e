using System.Threading.Channels;

namespace JsmConnector.Platform.Jobs;

/// <summary>
/// Wakes a drain in this process. Rings while it works are kept as one. Losing a ring loses nothing: rows are the truth, and a drain also wakes
/// by itself (see <see cref="Drain"/>).
/// </summary>
public class Doorbell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <returns>True when rung; false when the wait was ended by its token.</returns>
    public async Task<bool> WaitAsync(CancellationToken stop)
    {
        try
        {
            return await _rings.Reader.ReadAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
