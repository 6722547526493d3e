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
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = clientKey,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(3).ToUnixTimeSeconds(),
            ["qsh"] = "context-qsh",
        };
        if (account is not null)
            claims["sub"] = account;
        if (issueId is not null)
            claims["context"] = new { jira = new { issue = new { id = issueId } } };
        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(JsonSerializer.Serialize(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
