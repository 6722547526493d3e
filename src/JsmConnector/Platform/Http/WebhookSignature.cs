using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Platform.Http;

/// <summary>Signatures of Standard Webhooks 1.0.0 (standardwebhooks.com). Pure.</summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    public const int LeastBytes = 24, MostBytes = 64;

    /// <summary>`whsec_` and 24 to 64 bytes in base64.</summary>
    public static bool IsSecret(string? secret) => secret?.StartsWith(SecretPrefix, StringComparison.Ordinal) == true && Key(secret) is { Length: >= LeastBytes and <= MostBytes };

    /// <param name="time">Unix seconds.</param>
    public static string Of(string secret, string id, string time, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Key(secret), Encoding.UTF8.GetBytes($"{id}.{time}.{body}")))}";

    private static byte[] Key(string secret)
    {
        var text = secret.AsSpan(SecretPrefix.Length);
        var key = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, key, out var length) ? key[..length] : [];
    }
}
