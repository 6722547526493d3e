using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>
/// Our own short-lived tokens for forms in iframes, where no cookie works. Another key, type and audience than Jira's:
/// neither can ever pass as the other.
/// </summary>
public sealed class SessionTokens(SessionTokenKeys keys, IOptionsMonitor<AtlassianConnectOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const string TokenType = "jsmconnector-session+jwt";
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    private string Audience => $"{options.CurrentValue.AppKey}/session";

    /// <summary>Carries the caller on to the next request. Issue and project are those of the caller, or of the page being made.</summary>
    /// <param name="purpose">The one route, or group of routes, that may take it.</param>
    public string Issue(AtlassianPrincipal principal, string purpose)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new Payload
        {
            Issuer = options.CurrentValue.AppKey,
            Audience = Audience,
            Purpose = purpose,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + Life).ToUnixTimeSeconds(),
            Installation = principal.InstallationId,
            Account = principal.AccountId,
            Module = principal.ModuleKey,
            IssueId = principal.IssueId,
            IssueKey = principal.IssueKey,
            ProjectId = principal.ProjectId,
            ProjectKey = principal.ProjectKey,
        });
        return Handler.CreateToken(
            payload,
            new SigningCredentials(keys.Keys[0], SecurityAlgorithms.HmacSha256),
            new Dictionary<string, object>(StringComparer.Ordinal) { ["typ"] = TokenType });
    }

    public async ValueTask<SessionVerification> VerifyAsync(string token, string purpose)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.Keys,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = [TokenType],
            ValidIssuer = options.CurrentValue.AppKey,
            ValidAudience = Audience,
            ValidateLifetime = false,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken verified || Read(verified) is not { } payload)
        {
            return new SessionVerification.Refused(TokenRefusal.SignatureInvalid);
        }

        if (payload.ExpiresAt <= clock.GetUtcNow().ToUnixTimeSeconds())
        {
            return new SessionVerification.Refused(TokenRefusal.Expired) { ExpiredOf = new ExpiredSession(payload.Installation, payload.Account) };
        }

        return payload.Purpose == purpose
            ? new SessionVerification.Verified(Principal(payload))
            : new SessionVerification.Refused(TokenRefusal.PurposeMismatch);
    }

    private static AtlassianPrincipal Principal(Payload payload) => new()
    {
        InstallationId = payload.Installation,
        AccountId = payload.Account,
        Kind = AtlassianPrincipals.KindOf(payload.Account),
        Source = PrincipalSource.Session,
        Purpose = payload.Purpose,
        ModuleKey = payload.Module,
        IssuedAt = DateTimeOffset.FromUnixTimeSeconds(payload.IssuedAt),
        IssueId = payload.IssueId,
        IssueKey = payload.IssueKey,
        ProjectId = payload.ProjectId,
        ProjectKey = payload.ProjectKey,
    };

    private static Payload? Read(JsonWebToken token)
    {
        try
        {
            return JsonSerializer.Deserialize<Payload>(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Payload
    {
        [JsonPropertyName("iss")] public required string Issuer { get; init; }
        [JsonPropertyName("aud")] public required string Audience { get; init; }
        [JsonPropertyName("purpose")] public required string Purpose { get; init; }
        [JsonPropertyName("iat")] public required long IssuedAt { get; init; }
        [JsonPropertyName("exp")] public required long ExpiresAt { get; init; }
        [JsonPropertyName("installation")] public required Guid Installation { get; init; }
        [JsonPropertyName("sub")] public string? Account { get; init; }
        [JsonPropertyName("module")] public string? Module { get; init; }
        [JsonPropertyName("issue_id")] public string? IssueId { get; init; }
        [JsonPropertyName("issue_key")] public string? IssueKey { get; init; }
        [JsonPropertyName("project_id")] public string? ProjectId { get; init; }
        [JsonPropertyName("project_key")] public string? ProjectKey { get; init; }
    }
}

public abstract record SessionVerification
{
    private SessionVerification() { }

    public sealed record Verified(AtlassianPrincipal Principal) : SessionVerification;

    public sealed record Refused(TokenRefusal Reason) : SessionVerification
    {
        /// <summary>The session, if it was real and is over.</summary>
        public ExpiredSession? ExpiredOf { get; init; }
    }
}
