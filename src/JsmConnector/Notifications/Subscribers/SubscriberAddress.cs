using System.Security.Cryptography;
using System.Text;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>Where a subscriber is told. Pure.</summary>
/// <param name="Kind">`email`, `webhook`, `slack`, `teams` or `push`.</param>
/// <param name="Value">An address or a URL in its plain form; of a browser, its subscription as JSON.</param>
public sealed record SubscriberAddress(string Kind, string Value)
{
    /// <summary>Purpose of the key that addresses are hashed with.</summary>
    public const string HashKey = "subscriber addresses";

    private static readonly string[] TeamsHosts = [".logic.azure.com", ".webhook.office.com", ".powerplatform.com"];

    /// <summary>The kind of channel that tells it.</summary>
    public string Channel => Kind == "slack" ? "slack-webhook" : Kind;

    /// <summary>For the contract of the channels.</summary>
    public ChannelSettings Entry(string seed) => new()
    {
        Id = "subscriber",
        Kind = Channel,
        Options = Kind switch
        {
            "email" => new Dictionary<string, string> { ["to"] = Value },
            "webhook" => new Dictionary<string, string> { ["url"] = Value },
            _ => null,
        },
        Secrets = Kind switch
        {
            "email" => null,
            "push" => new Dictionary<string, string> { ["subscription"] = Value },
            "webhook" => new Dictionary<string, string> { ["secret"] = SubscriberTokens.SecretOf(seed) },
            _ => new Dictionary<string, string> { ["url"] = Value },
        },
    };

    /// <returns>Null when it cannot be one of this kind.</returns>
    /// <param name="isLoopbackAllowed">For tests and development: plain http to this machine.</param>
    public static SubscriberAddress? Of(string kind, string? text, bool isLoopbackAllowed)
    {
        var value = text?.Trim() ?? "";
        if (kind == "push")
            return PushSubscription.Read(value) is { } browser && IsUsable(browser.Endpoint, isLoopbackAllowed) ? new SubscriberAddress(kind, browser.Plain) : null;
        if (value.Length is 0 or > 1_000 || value.Any(char.IsControl))
            return null;
        if (kind == "email")
            // However it is written, one mailbox is one reader.
            return Addresses.Of(value) is [var mailbox] && Addresses.Unusable(value).Count == 0 ? new SubscriberAddress(kind, mailbox) : null;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || !IsUsable(url, isLoopbackAllowed))
            return null;
        var isTheirs = kind switch
        {
            "slack" => url.Host == "hooks.slack.com",
            "teams" => TeamsHosts.Any(host => url.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)),
            _ => true,
        };
        return isTheirs || url.Scheme == Uri.UriSchemeHttp ? new SubscriberAddress(kind, url.AbsoluteUri) : null;
    }

    private static bool IsUsable(Uri url, bool isLoopbackAllowed)
    {
        var isHere = isLoopbackAllowed && url.IsLoopback && url.Scheme == Uri.UriSchemeHttp;
        var isSafe = url.Scheme == Uri.UriSchemeHttps && url.HostNameType == UriHostNameType.Dns && url.Host.Contains('.', StringComparison.Ordinal);
        return (isHere || isSafe) && url.UserInfo.Length == 0 && url.Fragment.Length == 0;
    }

    /// <summary>The same for every way of writing it; bound to the site, so that two sites cannot compare.</summary>
    public string HashFor(InstallationId installation, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{installation}/{Kind}/{(Kind == "email" ? Value.ToLowerInvariant() : Value)}")));

    public string Hint => Kind switch
    {
        "email" => $"{Value[..1]}…{Value[Value.IndexOf('@', StringComparison.Ordinal)..]}",
        "push" => $"{PushSubscription.Read(Value)!.Endpoint.Host}/…",
        _ => $"{new Uri(Value).Host}/…",
    };
}
