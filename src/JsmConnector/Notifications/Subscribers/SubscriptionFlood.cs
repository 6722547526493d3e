using System.Collections.Concurrent;
using JsmConnector.Platform.Database;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>How many may ask for a subscription: from one place, and for one page. The answer says nothing about any address.</summary>
public sealed class SubscriptionFlood
{
    public const int MostFromOnePlace = 10, MostForOnePage = 300, MostToOneAddress = 5;
    private const int MostPlaces = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, int Count)> _counted = new(StringComparer.Ordinal);

    public bool Admit(InstallationId installation, string page, string from, DateTimeOffset now)
    {
        if (_counted.Count > MostPlaces)
            _counted.Clear();
        return Count($"from/{from}", MostFromOnePlace, now) && Count($"page/{installation}/{page}", MostForOnePage, now);
    }

    /// <summary>Nobody's mailbox is filled by strangers who know his address.</summary>
    public bool AdmitTo(InstallationId installation, string address, DateTimeOffset now) => Count($"to/{installation}/{address.ToUpperInvariant()}", MostToOneAddress, now);

    private bool Count(string what, int most, DateTimeOffset now) =>
        _counted.AddOrUpdate(what, _ => (now, 1), (_, held) => now - held.Since > Window ? (now, 1) : (held.Since, held.Count + 1)).Count <= most;
}
