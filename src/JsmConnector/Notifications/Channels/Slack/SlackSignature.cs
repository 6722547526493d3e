using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>Proves that a request is Slack's (docs.slack.dev/authentication/verifying-requests-from-slack): signed, and not an old one sent again. Pure.</summary>
public static class SlackSignature
{
    public const string SignatureHeader = "X-Slack-Signature", TimeHeader = "X-Slack-Request-Timestamp";
    public static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);

    public static string Sign(string secret, string time, string body) =>
        $"v0={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{time}:{body}")))}";

    public static bool IsValid(string? signature, string? time, string secret, string body, DateTimeOffset now) =>
        signature is not null && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Oldest.TotalSeconds
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(secret, time!, body)));
}
