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

    /// <returns>When rung, or after the wait at the latest.</returns>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _rings.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody rang: look anyway.
        }
    }
}
