using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>
/// A browser and the push service of its maker: takes only what RFC 8030, 8291 and 8292 allow, and opens what it takes with the browser's own key, by code that
/// shares nothing with the app's.
/// </summary>
public sealed class FakePush : IDisposable
{
    private const int LargestMessage = 4_096;
    private readonly ECDiffieHellman _browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(16);

    /// <summary>What the browser gives to a page that it let subscribe.</summary>
    public string Subscription(string endpoint) => new JsonObject
    {
        ["endpoint"] = endpoint,
        ["expirationTime"] = null,
        ["keys"] = new JsonObject { ["p256dh"] = Base64Url.EncodeToString(Point(_browser.ExportParameters(false))), ["auth"] = Base64Url.EncodeToString(_secret) },
    }.ToJsonString();

    /// <returns>What is wrong with the request; null when the service takes it.</returns>
    public static string? Refusal(IReadOnlyDictionary<string, string> headers, byte[] body, string origin, DateTimeOffset now)
    {
        if (!int.TryParse(headers.GetValueOrDefault("ttl"), CultureInfo.InvariantCulture, out var life) || life < 0)
            return "TTL is missing";
        if (headers.GetValueOrDefault("content-encoding") != "aes128gcm")
            return "the encoding is not aes128gcm";
        if (headers.GetValueOrDefault("urgency") is not (null or "very-low" or "low" or "normal" or "high"))
            return "there is no such urgency";
        if (headers.GetValueOrDefault("topic") is { } topic && (topic.Length > 32 || !topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
            return "the topic is no base64url of 32 characters";
        return body.Length > LargestMessage ? "it is too large" : Stranger(headers.GetValueOrDefault("authorization") ?? "", origin, now);
    }

    public string Open(byte[] body)
    {
        var (salt, size, idLength) = (body[..16], BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16)), body[20]);
        var (sender, record) = (body[21..(21 + idLength)], body[(21 + idLength)..]);
        if (record.Length > size)
            throw new CryptographicException("More than one record.");
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        // HKDF by hand: extract with the browser's secret, expand once.
        var pseudo = Mac(_secret, _browser.DeriveRawSecretAgreement(other.PublicKey));
        var keying = Mac(pseudo, [.. "WebPush: info\0"u8, .. Point(_browser.ExportParameters(false)), .. sender, 1]);
        var content = Mac(salt, keying);
        using var aes = new AesGcm(Mac(content, [.. "Content-Encoding: aes128gcm\0"u8, 1])[..16], 16);
        var plain = new byte[record.Length - 16];
        aes.Decrypt(Mac(content, [.. "Content-Encoding: nonce\0"u8, 1])[..12], record[..^16], record[^16..], plain);
        var end = Array.FindLastIndex(plain, value => value != 0);
        return plain[end] == 2 ? Encoding.UTF8.GetString(plain, 0, end) : throw new CryptographicException("The last record does not say so.");
    }

    public void Dispose() => _browser.Dispose();

    private static string? Stranger(string authorization, string origin, DateTimeOffset now)
    {
        var parts = authorization.StartsWith("vapid ", StringComparison.Ordinal) ? authorization[6..].Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal) : [];
        if (!parts.TryGetValue("t", out var token) || !parts.TryGetValue("k", out var key) || token.Split('.') is not [var head, var claims, var signature])
            return "there is no VAPID token";
        var point = Base64Url.DecodeFromChars(key);
        using var sender = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        var (says, told) = (Json(head), Json(claims));
        if (says["alg"]!.ToString() != "ES256" || !sender.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256))
            return "the signature is false";
        var until = DateTimeOffset.FromUnixTimeSeconds((long)told["exp"]!);
        if (told["aud"]!.ToString() != origin || until <= now || until > now.AddDays(1))
            return "the token is for somebody else or another time";
        return told["sub"]!.ToString() is { } subject && (subject.StartsWith("https://", StringComparison.Ordinal) || subject.StartsWith("mailto:", StringComparison.Ordinal) || subject.StartsWith("http://127.0.0.1", StringComparison.Ordinal) || subject.StartsWith("http://localhost", StringComparison.Ordinal))
            ? null
            : "the token does not say whom to turn to";
    }

    private static byte[] Mac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);

    private static JsonObject Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static byte[] Point(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];
}
