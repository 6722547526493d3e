using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>Checks a call as Jira does: HMAC with the shared secret, and the hash of exactly this request.</summary>
internal static class FakeJiraTokens
{
    public static bool IsSigned(HttpRequest request, string secret)
    {
        var parts = request.Headers.Authorization.ToString() is ['J', 'W', 'T', ' ', .. var token] ? token.Split('.') : [];
        if (parts.Length != 3)
            return false;
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"));
        if (!CryptographicOperations.FixedTimeEquals(signature, Base64Url.DecodeFromChars(parts[2])))
            return false;
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        return claims.RootElement.GetProperty("qsh").GetString() == QueryStringHash.Compute(SignedRequest.From(request));
    }
}
