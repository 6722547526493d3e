using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>A token that begins as a good one and is bent until it is not; made without the library under test.</summary>
public sealed record ForgedToken
{
    public Dictionary<string, object?> Header { get; private init; } = new(StringComparer.Ordinal) { ["alg"] = "HS256", ["typ"] = "JWT" };

    public Dictionary<string, object?> Claims { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>As a site signs exactly this request.</summary>
    public static ForgedToken For(string clientKey, string method, string target, DateTimeOffset now) => new ForgedToken()
        .With("iss", clientKey).With("iat", now.ToUnixTimeSeconds()).With("exp", now.AddMinutes(3).ToUnixTimeSeconds())
        .With("qsh", QueryStringHash.Compute(SignedRequest.Parse(method, target)));

    /// <param name="value">Null takes the claim out.</param>
    public ForgedToken With(string claim, object? value) => this with { Claims = Changed(Claims, claim, value) };

    public ForgedToken WithHeader(string name, object? value) => this with { Header = Changed(Header, name, value) };

    public string Signed(string secret) => Signed(bytes => (Header.GetValueOrDefault("alg") as string)?.ToUpperInvariant() switch
    {
        "HS512" => HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), bytes),
        "HS384" => HMACSHA384.HashData(Encoding.UTF8.GetBytes(secret), bytes),
        _ => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes),
    });

    public string Signed(RSA key) => Signed(bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string Unsigned => $"{Text}.";

    private string Text => $"{Part(Header)}.{Part(Claims)}";

    private string Signed(Func<byte[], byte[]> sign) => $"{Text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(Text)))}";

    private static Dictionary<string, object?> Changed(Dictionary<string, object?> values, string name, object? value)
    {
        var changed = new Dictionary<string, object?>(values, StringComparer.Ordinal) { [name] = value };
        if (value is null)
            changed.Remove(name);
        return changed;
    }

    private static string Part(Dictionary<string, object?> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
