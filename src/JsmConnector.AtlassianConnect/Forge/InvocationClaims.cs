using System.Text.Json;
using System.Text.RegularExpressions;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>Judges everything of an invocation token but its signature. Depends on its arguments only.</summary>
internal static partial class InvocationClaims
{
    public const string Issuer = "forge/invocation-token";

    /// <summary>Forge makes them for 25 seconds.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    private const string InstallationPrefix = "ari:cloud:ecosystem::installation/";

    /// <summary>Whom the caller claims to be, unverified.</summary>
    public static ClaimedToken Claimed(JsonWebToken token)
    {
        var app = Payload(token, "app");
        return ClaimedToken.Of(app.Text("installationId") ?? app.Member("installation").Text("id") ?? "", token);
    }

    /// <param name="modules">Keys of the modules and endpoints that may call the route.</param>
    public static TokenRefusal? Read(
        JsonWebToken token, ForgeOptions options, IReadOnlyCollection<string> modules, TimeSpan leeway, DateTimeOffset now, out ForgeInvocation invocation)
    {
        invocation = null!;
        var app = Payload(token, "app");
        var context = Payload(token, "context");
        var (issuedAt, expiresAt, notBefore) = (token.Seconds("iat"), token.Seconds("exp"), token.Seconds("nbf"));
        if (token.Issuer != Issuer)
        {
            return TokenRefusal.IssuerMismatch;
        }

        if (!token.Audiences.SequenceEqual([options.ForgeAppId!], StringComparer.Ordinal) || app.Text("id") != options.ForgeAppId)
        {
            return TokenRefusal.AudienceMismatch;
        }

        if (issuedAt is null || expiresAt is null)
        {
            return TokenRefusal.TimesMissing;
        }

        if (Times(issuedAt.Value, expiresAt.Value, notBefore, leeway, now) is { } untimely)
        {
            return untimely;
        }

        if (!IsEnvironment(app.Member("environment"), options.ForgeEnvironment))
        {
            return TokenRefusal.EnvironmentMismatch;
        }

        var module = app.Member("module");
        if (module.Text("key") is not { } moduleKey || !modules.Contains(moduleKey, StringComparer.Ordinal))
        {
            return TokenRefusal.ModuleMismatch;
        }

        var installation = app.Text("installationId") ?? app.Member("installation").Text("id");
        if (installation is not { Length: < 200 } || !installation.StartsWith(InstallationPrefix, StringComparison.Ordinal) || !Guid.TryParse(installation[InstallationPrefix.Length..], out _))
        {
            return TokenRefusal.ClaimsMissing;
        }

        if (!ForgeGateway.TryRead(app.Text("apiBaseUrl"), options.ApiUrl, out var api, out var cloudId) || (context.Text("cloudId") ?? cloudId) != cloudId)
        {
            return TokenRefusal.ApiBaseUrlNotAllowed;
        }

        var extension = context.Member("extension");
        invocation = new ForgeInvocation
        {
            InstallationId = installation,
            CloudId = cloudId,
            ApiBaseUrl = api,
            Environment = app.Member("environment").Text("type") ?? "",
            EnvironmentId = app.Member("environment").Text("id") is { } id && EnvironmentName().IsMatch(id) ? id : null,
            ModuleType = module.Text("type") ?? "",
            ModuleKey = moduleKey,
            SiteUrl = context.Text("siteUrl"),
            AccountId = token.TryGetPayloadValue<object>("principal", out var principal) ? principal as string : null,
            AccountType = context.Text("accountType"),
            IssueId = extension.Member("issue").Text("id"),
            IssueKey = extension.Member("issue").Text("key"),
            ProjectId = extension.Member("project").Text("id"),
            ProjectKey = extension.Member("project").Text("key"),
            IsLicensed = app.Member("license").Member("isActive").ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null },
            IssuedAt = issuedAt.Value,
            ExpiresAt = expiresAt.Value,
        };
        return null;
    }

    private static TokenRefusal? Times(DateTimeOffset issuedAt, DateTimeOffset expiresAt, DateTimeOffset? notBefore, TimeSpan leeway, DateTimeOffset now) =>
        expiresAt + leeway <= now ? TokenRefusal.Expired
        : issuedAt > now + ConnectTokenRules.LargestLead ? TokenRefusal.IssuedInFuture
        : notBefore > now + leeway ? TokenRefusal.NotYetValid
        : expiresAt - issuedAt > LongestLife || expiresAt <= issuedAt ? TokenRefusal.LifeTooLong
        : null;

    private static bool IsEnvironment(JsonElement environment, string? wanted) =>
        !string.IsNullOrEmpty(wanted)
        && (environment.Text("id") == wanted || string.Equals(environment.Text("type"), wanted, StringComparison.OrdinalIgnoreCase));

    /// <summary>Strict, because addresses of Jira pages are made from it.</summary>
    [GeneratedRegex("^ari:cloud:ecosystem::environment/[0-9a-f-]{36}/[0-9a-f-]{36}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnvironmentName();

    private static JsonElement Payload(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<JsonElement>(name, out var value) ? value : default;
}
