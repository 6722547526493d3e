using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// Spaces the calls of each API key evenly. The limit belongs to the key, so all pages and sites that use one key in this process share a slot line;
/// other processes are kept apart by <see cref="SharedSlots"/>.
/// </summary>
public sealed class StatuspageBudget(IOptions<StatuspageOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, SlotLine> lines = new(StringComparer.Ordinal);
    private readonly TimeSpan spacing = TimeSpan.FromSeconds(1 / options.Value.RequestsPerSecond);
    private readonly long origin = clock.GetTimestamp();

    /// <summary>Waits for a slot of the key.</summary>
    /// <param name="patience">When the next slot is further away, none is taken.</param>
    /// <returns>Null when the call may go; else when a slot will be free.</returns>
    public async ValueTask<DateTimeOffset?> EnterAsync(string keyHash, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (wait, taken) = lines.GetOrAdd(keyHash, static _ => new SlotLine()).Take(Now, spacing, patience);
        if (!taken)
            return clock.GetUtcNow() + wait;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken);
        return null;
    }

    /// <summary>No call of the key goes out for this long.</summary>
    public void Pause(string keyHash, TimeSpan length) =>
        lines.GetOrAdd(keyHash, static _ => new SlotLine()).Hold(Now + length);

    private TimeSpan Now => clock.GetElapsedTime(origin);

    private sealed class SlotLine
    {
        private readonly Lock door = new();
        private TimeSpan next;

        public (TimeSpan Wait, bool Taken) Take(TimeSpan now, TimeSpan spacing, TimeSpan patience)
        {
            lock (door)
            {
                var slot = next > now ? next : now;
                if (slot - now > patience)
                    return (slot - now, false);
                next = slot + spacing;
                return (slot - now, true);
            }
        }

        public void Hold(TimeSpan until)
        {
            lock (door)
            {
                if (until > next)
                    next = until;
            }
        }
    }
}
