using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>A feature of the request once its token was verified.</summary>
public sealed record VerifiedConnectToken
{
    public required ConnectClaims Claims { get; init; }

    public required ConnectTokenKind Kind { get; init; }

    /// <summary>Null for a signed install: the site may be new.</summary>
    public Guid? InstallationId { get; init; }

    internal string Text { get; init; } = "";

    public override string ToString() => $"VerifiedConnectToken {Kind} {InstallationId}";
}

/// <summary>A feature of the request once its token was refused, for error pages and diagnostics.</summary>
public sealed record TokenRefused(TokenRefusal Reason);

/// <summary>A feature of the request when its session was real and is over: the page that says so may be framed by this site, and shows nothing else of it.</summary>
public sealed record ExpiredSession(Guid InstallationId, string? AccountId);

/// <summary>What a token says of itself before anybody has checked it: for telling an administrator why it was refused, for nothing else.</summary>
public sealed record ClaimedToken(string Issuer, string? Audience)
{
    private const int Longest = 300;

    internal static ClaimedToken Of(UnverifiedToken token) => Of(token.Issuer, token.Token);

    internal static ClaimedToken Of(string issuer, JsonWebToken token)
    {
        var audience = string.Join(' ', token.Audiences);
        return new ClaimedToken(Cut(issuer), audience.Length == 0 ? null : Cut(audience));
    }

    private static string Cut(string text) => text.Length <= Longest ? text : text[..Longest];
}

public static class RequestTokens
{
    public static VerifiedConnectToken? FindVerifiedConnectToken(this HttpContext context) => context.Features.Get<VerifiedConnectToken>();

    public static TokenRefusal? FindTokenRefusal(this HttpContext context) => context.Features.Get<TokenRefused>()?.Reason;
}
