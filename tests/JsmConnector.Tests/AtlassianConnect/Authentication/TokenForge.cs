using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JsmConnector.Tests.AtlassianConnect.Authentication;

/// <summary>Makes any token, the wrong ones too, without the library under test.</summary>
internal static class TokenForge
{
    public const string ClientKey = "1b2c3d4e-0000-4a4a-9b9b-aaaaaaaaaaaa";
    public const string Secret = "a-shared-secret-of-some-length-as-jira-makes-them";

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    // Making a key takes longer than everything else in these tests.
    private static readonly Lazy<byte[]> PrivateKey = new(() =>
    {
        using var made = RSA.Create(2048);
        return made.ExportRSAPrivateKey();
    });

    /// <summary>Always the same key.</summary>
    public static RSA AtlassiansKey()
    {
        var key = RSA.Create();
        key.ImportRSAPrivateKey(PrivateKey.Value, out _);
        return key;
    }

    public static Dictionary<string, object?> Claims(string qsh, string? subject = "5b10a2844c20165700ede21g") => new(StringComparer.Ordinal)
    {
        ["iss"] = ClientKey,
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.ToUnixTimeSeconds() + 180,
        ["qsh"] = qsh,
        ["sub"] = subject,
    };

    public static string Hs256(Dictionary<string, object?> claims, string secret = Secret, string algorithm = "HS256", string? type = "JWT")
    {
        var signed = Unsigned(claims, algorithm, type, null);
        var key = Encoding.UTF8.GetBytes(secret);
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm switch
        {
            "HS512" => HMACSHA512.HashData(key, bytes),
            "HS384" => HMACSHA384.HashData(key, bytes),
            _ => HMACSHA256.HashData(key, bytes),
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Rs256(Dictionary<string, object?> claims, RSA key, string? keyId = "key-1", string algorithm = "RS256")
    {
        var signed = Unsigned(claims, algorithm, "JWT", keyId);
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public static string Unsigned(Dictionary<string, object?> claims, string algorithm, string? type, string? keyId)
    {
        var header = new Dictionary<string, object?>(StringComparer.Ordinal) { ["alg"] = algorithm, ["typ"] = type, ["kid"] = keyId };
        return $"{Part(header)}.{Part(claims)}";
    }

    private static string Part(Dictionary<string, object?> values) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes(values.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)));
}
