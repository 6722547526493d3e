using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>
/// Tokens in links to subscribers. Each is made from the subscriber's random seed for one purpose and known to the database as a hash only: whoever reads
/// the table can follow no link, and a link for one thing does no other. Pure.
/// </summary>
public static class SubscriberTokens
{
    public const string Manage = "manage", Unsubscribe = "unsubscribe", Confirm = "confirm", Signature = "signature";
    private const int LongestToken = 100;

    public static string NewSeed() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string Of(string seed, string purpose) => Base64Url.EncodeToString(HMACSHA256.HashData(Convert.FromBase64String(seed), Encoding.UTF8.GetBytes(purpose)));

    /// <summary>Asked anew, it is another one.</summary>
    public static string OfQuestion(string seed, DateTimeOffset askedAt) => Of(seed, $"{Confirm}:{askedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}");

    /// <summary>With which a subscribed endpoint checks our signature.</summary>
    public static string SecretOf(string seed) => $"whsec_{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(seed), Encoding.UTF8.GetBytes(Signature)))}";

    /// <returns>Null for what cannot be a token.</returns>
    public static string? HashOf(string? token) =>
        token is { Length: > 0 and <= LongestToken } ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))) : null;
}
