using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>A token of the right form whose signature nobody has checked: good for finding the key, for nothing else.</summary>
public sealed record UnverifiedToken
{
    private const int LongestToken = 16 * 1024;

    private UnverifiedToken(JsonWebToken token, ConnectTokenKind kind) => (Token, Kind) = (token, kind);

    internal JsonWebToken Token { get; }

    public ConnectTokenKind Kind { get; }

    public string Issuer => Token.Issuer;

    public string KeyId => Token.Kid;

    /// <summary>The algorithm is a property of the route; a token that names another one is refused before any key is touched.</summary>
    public static TokenRefusal? Read(string text, ConnectTokenKind kind, ConnectTokenRules rules, out UnverifiedToken token)
    {
        token = null!;
        if (string.IsNullOrEmpty(text))
        {
            return TokenRefusal.TokenMissing;
        }

        if (text.Length > LongestToken || !TryParse(text, out var parsed))
        {
            return TokenRefusal.TokenMalformed;
        }

        if (parsed.Alg != (kind == ConnectTokenKind.SignedInstall ? SecurityAlgorithms.RsaSha256 : SecurityAlgorithms.HmacSha256))
        {
            return TokenRefusal.WrongAlgorithm;
        }

        if (!string.IsNullOrEmpty(parsed.Typ) && !parsed.Typ.Equals("JWT", StringComparison.OrdinalIgnoreCase))
        {
            return TokenRefusal.WrongType;
        }

        if (parsed.TryGetHeaderValue<object>("crit", out _))
        {
            return TokenRefusal.ExtensionUnknown;
        }

        if (string.IsNullOrEmpty(parsed.Issuer))
        {
            return TokenRefusal.IssuerMissing;
        }

        // What we sign for Jira carries the tenant's secret too; it must not open our own doors.
        if (parsed.Issuer == rules.AppKey)
        {
            return TokenRefusal.OwnToken;
        }

        token = new UnverifiedToken(parsed, kind);
        return null;
    }

    internal static bool TryParse(string text, out JsonWebToken token)
    {
        token = null!;
        try
        {
            token = new JsonWebToken(text);
            // Reading a claim parses the payload; broken ones throw here and not later.
            _ = token.Issuer;
            return token is { IsEncrypted: false, IsSigned: true };
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or InvalidOperationException or System.Text.Json.JsonException or SecurityTokenException)
        {
            return false;
        }
    }
}
