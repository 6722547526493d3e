using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.Sandbox.Install;

/// <summary>
/// Tokens as Jira makes and checks them. Written apart from the app's own code on purpose, so that the two check each other.
/// https://developer.atlassian.com/cloud/jira/platform/understanding-jwt-for-connect-apps/
/// </summary>
public static class ConnectJwt
{
    public static string Sign(JsonObject claims, string secret) => Sign("HS256", null, claims, bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes));

    public static string Sign(JsonObject claims, RSA key, string keyId) =>
        Sign("RS256", keyId, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <returns>The claims, or null when the signature does not fit.</returns>
    public static JsonNode? Verify(string token, string secret)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || JsonNode.Parse(Decode(parts[0]))?["alg"]?.GetValue<string>() != "HS256")
            return null;
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return CryptographicOperations.FixedTimeEquals(expected, Decode(parts[2])) ? JsonNode.Parse(Decode(parts[1])) : null;
    }

    /// <param name="pathAndQuery">As it goes over the wire, from the app's base URL on.</param>
    public static string QueryStringHash(string method, string pathAndQuery)
    {
        var at = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = at < 0 ? pathAndQuery : pathAndQuery[..at];
        path = path.Length > 1 && path.EndsWith('/') ? path[..^1] : path;
        var query = at < 0 ? "" : Canonical(pathAndQuery[(at + 1)..]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{method}&{path.Replace("&", "%26", StringComparison.Ordinal)}&{query}")));
    }

    private static string Canonical(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Form(pair[0]), Value: pair.Length > 1 ? Form(pair[1]) : ""))
        .Where(pair => pair.Name.Length > 0 && pair.Name != "jwt")
        .GroupBy(pair => Uri.EscapeDataString(pair.Name), StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key}={string.Join(',', group.Select(pair => pair.Value).Order(StringComparer.Ordinal).Select(Uri.EscapeDataString))}"));

    private static string Form(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Sign(string algorithm, string? keyId, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (keyId is not null)
            header["kid"] = keyId;
        var text = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] Decode(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
