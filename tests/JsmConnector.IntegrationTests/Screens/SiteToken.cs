using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JsmConnector.IntegrationTests.Screens;

/// <summary>Tokens as Jira makes them for the page script.</summary>
public static class SiteToken
{
    /// <param name="account">Null for a visitor without an account.</param>
    /// <param name="issueId">The ticket that Jira says it shows.</param>
    public static string Context(string clientKey, string secret, string? account, DateTimeOffset now, string? issueId = null)
    {
        var claims = Claims(clientKey, "context-qsh", now);
        if (account is not null)
            claims["sub"] = account;
        if (issueId is not null)
            claims["context"] = new { jira = new { issue = new { id = issueId } } };
        return Sign(claims, secret);
    }

    /// <summary>As Jira signs a webhook: bound to method, path and query.</summary>
    /// <param name="path">With nothing in it that would have to be escaped, and without a query.</param>
    public static string Computed(string clientKey, string secret, string method, string path, DateTimeOffset now) =>
        Sign(Claims(clientKey, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{method}&{path}&"))), now), secret);

    private static Dictionary<string, object> Claims(string clientKey, string queryHash, DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        ["iss"] = clientKey,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(3).ToUnixTimeSeconds(),
        ["qsh"] = queryHash,
    };

    private static string Sign(Dictionary<string, object> claims, string secret)
    {
        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(JsonSerializer.Serialize(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
