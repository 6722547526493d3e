using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Deliveries;

namespace JsmConnector.Notifications.Channels.Sms;

/// <summary>What Twilio tells of a message afterwards, and how it proves that it is Twilio. Pure.</summary>
public static class TwilioReceipt
{
    public const string SignatureHeader = "X-Twilio-Signature";

    /// <summary>HMAC-SHA1 of the address and the sorted fields, by the account's auth token (twilio.com/docs/usage/webhooks/webhooks-security).</summary>
    public static string Sign(string authToken, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = fields.OrderBy(field => field.Key, StringComparer.Ordinal).Aggregate(new StringBuilder(url), (signed, field) => signed.Append(field.Key).Append(field.Value)).ToString();
#pragma warning disable CA5350 // Twilio knows no other.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    public static bool IsSigned(string? signature, string authToken, string url, IEnumerable<KeyValuePair<string, string>> fields) =>
        signature is { Length: > 0 and <= 100 } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(authToken, url, fields)));

    /// <returns>Null when it tells nothing that would last: queued, sending.</returns>
    public static DeliveryOutcome? Judge(string? status, string? code) => status switch
    {
        "delivered" or "read" => new DeliveryOutcome.Delivered(),
        "undelivered" or "failed" => TwilioCodes.AfterAll(int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0),
        _ => null,
    };
}
