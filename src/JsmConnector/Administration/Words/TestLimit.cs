using System.Collections.Concurrent;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Words;

/// <summary>How many test messages leave for one site within an hour: a test reaches whom its form names, so the app must be no way to flood him. Each node counts for itself.</summary>
public sealed class TestLimit(TimeProvider clock)
{
    public const int Most = 20;
    public static readonly TimeSpan Within = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<InstallationId, Queue<DateTimeOffset>> _sent = new();

    /// <returns>Null: these messages may go and are counted; else when so many may go again.</returns>
    public DateTimeOffset? Take(InstallationId site, int messages)
    {
        var (now, sent) = (clock.GetUtcNow(), _sent.GetOrAdd(site, _ => new Queue<DateTimeOffset>(Most)));
        lock (sent)
        {
            while (sent.TryPeek(out var first) && first <= now - Within)
                sent.Dequeue();
            if (sent.Count + messages > Most)
                return sent.ElementAt(sent.Count + messages - Most - 1) + Within;
            for (var message = 0; message < messages; message++)
                sent.Enqueue(now);
            return null;
        }
    }
}
