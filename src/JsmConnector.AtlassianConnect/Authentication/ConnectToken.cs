using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Judges a token. Depends on its arguments only: keys, request, clock and rules all come from the caller.</summary>
public static class ConnectToken
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <param name="keys">The current key first, then one that is being retired.</param>
    public static async ValueTask<TokenVerification> VerifyAsync(
        UnverifiedToken token, IReadOnlyList<VerificationKey> keys, SignedRequest request, DateTimeOffset now, ConnectTokenRules rules)
    {
        if (!await SignedByOneOfAsync(token.Token, keys))
        {
            return new TokenVerification.Refused(TokenRefusal.SignatureInvalid);
        }

        var claims = Read(token.Token, out var qsh);
        return Check(token, claims, qsh, request, now, rules) is { } reason
            ? new TokenVerification.Refused(reason)
            : new TokenVerification.Verified(claims!);
    }

    /// <summary>All rules but the signature: what fails here need not be looked up.</summary>
    internal static TokenRefusal? CheckClaims(UnverifiedToken token, SignedRequest request, DateTimeOffset now, ConnectTokenRules rules)
    {
        var claims = Read(token.Token, out var qsh);
        return Check(token, claims, qsh, request, now, rules);
    }

    private static TokenRefusal? Check(
        UnverifiedToken token, ConnectClaims? claims, string? qsh, SignedRequest request, DateTimeOffset now, ConnectTokenRules rules) =>
        claims is null ? TokenRefusal.TimesMissing
            : CheckTimes(claims, now, rules)
            ?? CheckQueryHash(qsh, token.Kind, request, rules)
            ?? CheckAudience(token, rules);

    private static async ValueTask<bool> SignedByOneOfAsync(JsonWebToken token, IReadOnlyList<VerificationKey> keys)
    {
        for (var index = 0; index < keys.Count; index++)
        {
            var result = await Handler.ValidateTokenAsync(token, keys[index].Parameters);
            if (result.IsValid)
            {
                return true;
            }
        }

        return false;
    }

    private static TokenRefusal? CheckTimes(ConnectClaims claims, DateTimeOffset now, ConnectTokenRules rules) =>
        claims.ExpiresAt + rules.Leeway <= now ? TokenRefusal.Expired
        : claims.IssuedAt > now + ConnectTokenRules.LargestLead ? TokenRefusal.IssuedInFuture
        : claims.NotBefore > now + rules.Leeway ? TokenRefusal.NotYetValid
        : claims.ExpiresAt - claims.IssuedAt > ConnectTokenRules.LongestLife ? TokenRefusal.LifeTooLong
        : null;

    private static TokenRefusal? CheckQueryHash(string? qsh, ConnectTokenKind kind, SignedRequest request, ConnectTokenRules rules)
    {
        if (string.IsNullOrEmpty(qsh))
        {
            return TokenRefusal.QueryHashMissing;
        }

        if (qsh == QueryStringHash.ContextMark)
        {
            return kind == ConnectTokenKind.Context ? null : TokenRefusal.ContextTokenNotAllowed;
        }

        return QueryStringHash.Matches(qsh, request, rules.BasePaths) ? null : TokenRefusal.QueryHashMismatch;
    }

    // Tokens of a tenant name it as issuer and need no audience; installs are signed for everybody with one key, so theirs must be us.
    private static TokenRefusal? CheckAudience(UnverifiedToken token, ConnectTokenRules rules) =>
        token.Kind != ConnectTokenKind.SignedInstall || token.Token.Audiences.Any(rules.IsOwnAudience)
            ? null
            : TokenRefusal.AudienceMismatch;

    private static ConnectClaims? Read(JsonWebToken token, out string? qsh)
    {
        qsh = Text(token, "qsh");
        return Seconds(token, "iat") is { } issuedAt && Seconds(token, "exp") is { } expiresAt
            ? new ConnectClaims
            {
                Issuer = token.Issuer,
                Subject = Text(token, "sub") is { Length: > 0 } subject ? subject : null,
                IssuedAt = issuedAt,
                ExpiresAt = expiresAt,
                NotBefore = Seconds(token, "nbf"),
                IsContextToken = qsh == QueryStringHash.ContextMark,
                Context = token.TryGetPayloadValue<JsonElement>("context", out var context) ? ContextClaim.Read(context) : ConnectContext.Empty,
            }
            : null;
    }

    private static string? Text(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<object>(name, out var value) ? value as string : null;

    private static DateTimeOffset? Seconds(JsonWebToken token, string name)
    {
        double? seconds = token.TryGetPayloadValue<object>(name, out var value)
            ? value switch { int number => number, long number => number, double number => number, decimal number => (double)number, _ => null }
            : null;
        // Year 2000 to 9999: beyond that the date arithmetic itself would fail.
        return seconds is > 946_684_800 and < 253_402_000_000 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds.Value) : null;
    }
}
