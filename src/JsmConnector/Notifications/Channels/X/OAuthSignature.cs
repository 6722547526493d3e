using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Notifications.Channels.X;

/// <summary>The `Authorization` header of OAuth 1.0a with HMAC-SHA1 (RFC 5849). A JSON body is no part of what is signed. Pure.</summary>
public static class OAuthSignature
{
    public static string Header(string method, Uri address, XSettings keys, string nonce, DateTimeOffset now)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["oauth_consumer_key"] = keys.ApiKey!,
            ["oauth_nonce"] = nonce,
            ["oauth_signature_method"] = "HMAC-SHA1",
            ["oauth_timestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["oauth_token"] = keys.AccessToken!,
            ["oauth_version"] = "1.0",
        };
        var signed = $"{method}&{Escape(address.GetLeftPart(UriPartial.Path))}&{Escape(string.Join('&', parameters.Select(one => $"{Escape(one.Key)}={Escape(one.Value)}")))}";
#pragma warning disable CA5350 // The protocol knows no other method that X accepts; the key is secret, and a collision of SHA-1 forges no HMAC.
        var signature = HMACSHA1.HashData(Encoding.ASCII.GetBytes($"{Escape(keys.ApiSecret!)}&{Escape(keys.AccessSecret!)}"), Encoding.ASCII.GetBytes(signed));
#pragma warning restore CA5350
        parameters["oauth_signature"] = Convert.ToBase64String(signature);
        return $"OAuth {string.Join(", ", parameters.Select(one => $"{Escape(one.Key)}=\"{Escape(one.Value)}\""))}";
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
