using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JsmConnector.Benchmarks.Site;

/// <summary>Tokens as a Jira site makes them; written apart from the app's own code, so that a mistake there is not repeated here.</summary>
internal static class SignedTokens
{
    public static string ForSite(string clientKey, string secret, string method, string path, TimeSpan life, DateTimeOffset? now = null) =>
        Sign("HS256", null, new { iss = clientKey, iat = Seconds(now), exp = Seconds(now) + (long)life.TotalSeconds, qsh = Hash(method, path) },
            bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes));

    public static string ForUser(string clientKey, string secret, string? account, TimeSpan life, DateTimeOffset? now = null) =>
        Sign("HS256", null, new { iss = clientKey, sub = account, iat = Seconds(now), exp = Seconds(now) + (long)life.TotalSeconds, qsh = "context-qsh" },
            bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes));

    public static string ForInstall(string clientKey, string audience, string keyId, RSA key, string path, DateTimeOffset? now = null) =>
        Sign("RS256", keyId, new { iss = clientKey, aud = audience, iat = Seconds(now), exp = Seconds(now) + 180, qsh = Hash("POST", path) },
            bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static string Sign(string algorithm, string? keyId, object claims, Func<byte[], byte[]> sign)
    {
        var header = keyId is null ? JsonSerializer.Serialize(new { alg = algorithm, typ = "JWT" }) : JsonSerializer.Serialize(new { alg = algorithm, typ = "JWT", kid = keyId });
        var text = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims, Json))}";
        return $"{text}.{Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static string Hash(string method, string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{method}&{path}&")));

    private static long Seconds(DateTimeOffset? now) => (now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
