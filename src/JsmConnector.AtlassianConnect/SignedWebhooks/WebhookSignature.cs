using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.AtlassianConnect.SignedWebhooks;

/// <summary>
/// What an admin webhook carries in `X-Hub-Signature`: `method=hex`, an HMAC over the raw body under the secret typed into Jira.
/// Depends on its arguments only. Vendor: https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks
/// </summary>
public sealed record WebhookSignature
{
    public const string Header = "X-Hub-Signature";

    private const int LongestHeader = 200;
    private readonly HashAlgorithmName method;
    private readonly byte[] value;

    private WebhookSignature(HashAlgorithmName method, byte[] value) => (this.method, this.value) = (method, value);

    /// <summary>The method is Jira's to choose, today sha256; what is weaker than that is refused whatever the secret.</summary>
    /// <returns>Null when the header has the right form.</returns>
    public static TokenRefusal? Read(StringValues header, out WebhookSignature signature)
    {
        signature = null!;
        if (header.Count > 1 || header.ToString().Contains(',', StringComparison.Ordinal))
        {
            return TokenRefusal.SignatureTwice;
        }

        var text = header.ToString();
        if (text.Length == 0)
        {
            return TokenRefusal.SignatureMissing;
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || text.Length > LongestHeader)
        {
            return TokenRefusal.SignatureMalformed;
        }

        if (Method(text[..equals]) is not var (method, length))
        {
            return TokenRefusal.SignatureMethodRefused;
        }

        var hmac = new byte[length];
        if (Convert.FromHexString(text.AsSpan(equals + 1), hmac, out var read, out var written) != System.Buffers.OperationStatus.Done
            || written != length || read != text.Length - equals - 1)
        {
            return TokenRefusal.SignatureMalformed;
        }

        signature = new WebhookSignature(method, hmac);
        return null;
    }

    /// <summary>Every secret is tried, so that the time tells nothing about which one was close.</summary>
    public bool IsMadeWithOneOf(IReadOnlyList<string> secrets, ReadOnlySpan<byte> body)
    {
        var matches = false;
        foreach (var secret in secrets)
        {
            var expected = CryptographicOperations.HmacData(method, Encoding.UTF8.GetBytes(secret), body);
            matches |= CryptographicOperations.FixedTimeEquals(expected, value);
        }

        return matches;
    }

    // A name in a record would print the value.
    public override string ToString() => $"WebhookSignature {method.Name}";

    private static (HashAlgorithmName Method, int Length)? Method(string name) => name.ToLowerInvariant() switch
    {
        "sha256" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
        "sha384" => (HashAlgorithmName.SHA384, SHA384.HashSizeInBytes),
        "sha512" => (HashAlgorithmName.SHA512, SHA512.HashSizeInBytes),
        _ => null,
    };
}
