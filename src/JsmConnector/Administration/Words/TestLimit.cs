using System.Collections.Concurrent;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Words;

/// <summary>How many test messages leave for one site within an hour: a test reaches whom its form names, so the app must be no way to flood him. Each node counts for itself.</summary>
public sealed class TestLimit(TimeProvider clock)
{
    public const int Most = 20;
    public static readonly TimeSpan Within = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<InstallationId, Queue<DateTimeOffset>> _sent = new();

    /// <returns>Null: these messages may go and are counted; else why not.</returns>
    public Done? Refuse(InstallationId site, int messages) => Take(site, messages) is { } again
        ? new Done(Tone.Major, "Nothing was sent: a site may send {0} test messages an hour. Try again at {1}.", Most, Instants.Exact(again)) : null;

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

    /// <summary>For messages that were counted and did not leave after all.</summary>
    public void GiveBack(InstallationId site, int messages)
    {
        if (!_sent.TryGetValue(site, out var sent))
            return;
        lock (sent)
        {
            var kept = sent.SkipLast(messages).ToList();
            sent.Clear();
            kept.ForEach(sent.Enqueue);
        }
    }
}
