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
            Forget(now);
        return Count($"from/{PlaceOf(from)}", MostFromOnePlace, now) && Count($"page/{installation}/{page}", MostForOnePage, now);
    }

    /// <summary>What is over goes first; the counts of pages stay, or whoever floods would set himself free.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (what, (since, _)) in _counted)
        {
            if (now - since > Window || what.StartsWith("from/", StringComparison.Ordinal))
                _counted.TryRemove(what, out _);
        }
    }

    /// <summary>Nobody's mailbox is filled by strangers who know his address.</summary>
    public bool AdmitTo(InstallationId installation, string address, DateTimeOffset now) => Count($"to/{installation}/{address.ToUpperInvariant()}", MostToOneAddress, now);

    /// <summary>Whoever has one address of the newer kind has a whole network of them: a /64 is one place.</summary>
    private static string PlaceOf(string from) => System.Net.IPAddress.TryParse(from, out var address) && address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
        ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : from;

    private bool Count(string what, int most, DateTimeOffset now) =>
        _counted.AddOrUpdate(what, _ => (now, 1), (_, held) => now - held.Since > Window ? (now, 1) : (held.Since, held.Count + 1)).Count <= most;
}
