using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;

namespace JsmConnector.Tests.Notifications;

public sealed class SubscriptionFloodTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly InstallationId Site = new(Guid.NewGuid());

    [Fact]
    public void A_network_of_addresses_of_the_newer_kind_is_one_place()
    {
        var flood = new SubscriptionFlood();

        Assert.All(Enumerable.Range(0, SubscriptionFlood.MostFromOnePlace), number => Assert.True(Ask(flood, $"2001:db8:1:2:{number + 1:x}::9")));
        Assert.False(Ask(flood, "2001:db8:1:2:ffff:ffff:ffff:ffff"));
        Assert.True(Ask(flood, "2001:db8:1:3::1"));
    }

    [Fact]
    public void Addresses_of_the_older_kind_are_places_of_their_own_also_in_the_dress_of_the_newer_one()
    {
        var flood = new SubscriptionFlood();

        Assert.All(Enumerable.Range(1, 30), number => Assert.True(Ask(flood, $"203.0.113.{number}")));
        Assert.All(Enumerable.Range(1, 30), number => Assert.True(Ask(flood, $"::ffff:198.51.100.{number}")));
    }

    [Fact]
    public void An_hour_later_a_place_may_ask_again()
    {
        var flood = new SubscriptionFlood();
        for (var request = 0; request <= SubscriptionFlood.MostFromOnePlace; request++)
            Ask(flood, "203.0.113.7");

        Assert.False(Ask(flood, "203.0.113.7", Now.AddMinutes(59)));
        Assert.True(Ask(flood, "203.0.113.7", Now.AddMinutes(61)));
    }

    [Fact]
    public void Whoever_floods_from_many_places_makes_the_counts_of_pages_not_forgotten()
    {
        var flood = new SubscriptionFlood();
        for (var request = 0; request <= SubscriptionFlood.MostForOnePage; request++)
            Ask(flood, $"198.51.{request / 200}.{request % 200}");
        // So many that the memory of places is emptied, more than once.
        for (var place = 0; place < 120_000; place++)
            flood.Admit(Site, "other", $"10.{place / 65_536}.{place / 256 % 256}.{place % 256}", Now);

        Assert.False(Ask(flood, "192.0.2.1"));
    }

    private static bool Ask(SubscriptionFlood flood, string from, DateTimeOffset? at = null) => flood.Admit(Site, "main", from, at ?? Now);
}
