using System.Globalization;
using System.Text;
using JsmConnector.Incidents;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Channels.Bluesky;
using JsmConnector.Notifications.Channels.X;
using JsmConnector.Notifications.Counting;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Notifications;

public sealed class SocialPostsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 2, 30, TimeSpan.Zero);

    private static readonly Notice Told = new()
    {
        Id = "0193a2b4c5d6",
        Incident = "abc",
        Audience = "customers",
        Language = Language.Of("en"),
        Title = "Problem with Email",
        Stage = Stage.Identified,
        Severity = Severity.Major,
        Text = "We know the cause.",
        Short = "Acme: Problem with Email. Cause known, fix under way. Next update by 12:45 UTC.",
        SaidAt = Noon,
        NextUpdateAt = Noon.AddMinutes(42.5),
        Number = 2,
        Link = "https://status.example.com/incidents/abc",
    };

    [Fact]
    public void A_short_update_is_posted_whole_with_its_time() => Assert.Equal(
        "Problem with Email: Identified (12:02 UTC)\nWe know the cause. Next update by 12:45 UTC.", XChannel.Words(Told, false));

    [Fact]
    public void A_long_one_gives_way_to_the_short_text() => Assert.Equal(
        "Acme: Problem with Email. Cause known, fix under way. Next update by 12:45 UTC. (12:02 UTC)\nhttps://status.example.com/incidents/abc", XChannel.Words(Told with { Text = new string('x', 300) }, true));

    [Theory]
    [InlineData("日本語のとても長い文章。", 40)]
    [InlineData("👩‍👩‍👧‍👦 family ", 60)]
    [InlineData("Wörter mit Umlauten. ", 60)]
    public void Every_post_fits_as_the_network_counts(string piece, int times)
    {
        var notice = Told with { Text = string.Concat(Enumerable.Repeat(piece, times)), Short = null };

        Assert.InRange(WeightedLength.Of(XChannel.Words(notice, true)), 200, 280);
        var record = BlueskyPost.Record(notice);
        Assert.InRange(new StringInfo(record["text"]!.ToString()).LengthInTextElements, 100, 300);
        Assert.InRange(Encoding.UTF8.GetByteCount(record["text"]!.ToString()), 100, 3_000);
    }

    [Fact]
    public void The_link_is_a_range_of_bytes_even_behind_umlauts()
    {
        var record = BlueskyPost.Record(Told with { Text = "Wörter mit Ümläuten." });

        var (bytes, index) = (Encoding.UTF8.GetBytes(record["text"]!.ToString()), record["facets"]![0]!["index"]!);
        Assert.Equal("status.example.com/…", Encoding.UTF8.GetString(bytes[(int)index["byteStart"]!..(int)index["byteEnd"]!]));
    }

    [Fact]
    public void The_key_of_a_post_is_its_own_and_stays()
    {
        Assert.Equal(BlueskyPost.Key(Told), BlueskyPost.Key(Told with { Text = "Other." }));
        Assert.NotEqual(BlueskyPost.Key(Told), BlueskyPost.Key(Told with { Id = "0193a2b4c5d7" }));
        Assert.Matches("^[234567a-j][2-7a-z]{12}$", BlueskyPost.Key(Told));
        Assert.True(string.CompareOrdinal(BlueskyPost.Key(Told), BlueskyPost.Key(Told with { SaidAt = Noon.AddMinutes(1) })) < 0);
    }

    /// <summary>Keys of the vendor's guide to signatures; the expected value was computed apart from this code.</summary>
    [Fact]
    public void A_signature_is_made_as_the_standard_says()
    {
        var keys = new XSettings { ApiKey = "xvz1evFS4wEEPTGEFPHBog", ApiSecret = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", AccessToken = "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", AccessSecret = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE" };

        var header = OAuthSignature.Header("POST", new Uri("https://api.x.com/2/tweets"), keys, "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", DateTimeOffset.FromUnixTimeSeconds(1318622958));

        Assert.Contains("oauth_signature=\"lr%2BtV%2FDKclEvXKVjG6tgaSSLV0k%3D\"", header, StringComparison.Ordinal);
        Assert.DoesNotContain(keys.ApiSecret, header, StringComparison.Ordinal);
        Assert.DoesNotContain(keys.AccessSecret, header, StringComparison.Ordinal);
    }
}
