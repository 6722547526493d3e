using JsmConnector.AtlassianConnect.Lifecycle;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Brings together what the pure verification needs: the token's text, the keys, the clock.</summary>
internal sealed partial class RequestVerification(
    IOptionsMonitor<AtlassianConnectOptions> options, InstallKeys installKeys, TenantKeys tenantKeys, ClockSkew skew, TimeProvider clock, ILogger<RequestVerification> log)
{
    private Prepared? prepared;

    /// <returns>The refusal, or null after the request got its features.</returns>
    public async ValueTask<TokenRefusal?> VerifyAsync(HttpContext context, ConnectTokenRequirement route, IInstallationSecrets secrets)
    {
        var (text, refusal) = await ConnectTokenText.FindAsync(context.Request);
        if (refusal is not null || text is null)
        {
            return refusal ?? TokenRefusal.TokenMissing;
        }

        var rules = Rules();
        if (UnverifiedToken.Read(text, route.Kind, rules, out var token) is { } malformed)
        {
            return malformed;
        }

        context.Features.Set(ClaimedToken.Of(token));
        return route.Kind == ConnectTokenKind.SignedInstall
            ? await VerifyInstallAsync(context, text, token, rules)
            : await VerifyTenantAsync(context, text, token, route, rules, secrets);
    }

    private ConnectTokenRules Rules()
    {
        var current = options.CurrentValue;
        var known = prepared;
        if (ReferenceEquals(known?.Options, current))
        {
            return known!.Rules;
        }

        var rules = ConnectTokenRules.From(current);
        prepared = new Prepared(current, rules);
        return rules;
    }

    private async ValueTask<TokenRefusal?> VerifyInstallAsync(HttpContext context, string text, UnverifiedToken token, ConnectTokenRules rules)
    {
        var request = SignedRequest.From(context.Request);
        // Anybody can make us ask the key server; what is refused anyway is refused before.
        if (ConnectToken.CheckClaims(token, request, clock.GetUtcNow(), rules) is { } hopeless)
        {
            return hopeless;
        }

        var key = await installKeys.FindAsync(token.KeyId, context.RequestAborted);
        if (key is not InstallKey.Found found)
        {
            return key switch
            {
                InstallKey.Invalid => TokenRefusal.KeyIdInvalid,
                InstallKey.Unknown => TokenRefusal.KeyUnknown,
                _ => TokenRefusal.Unavailable,
            };
        }

        var result = await ConnectToken.VerifyAsync(token, [found.Key], request, clock.GetUtcNow(), rules);
        if (result is TokenVerification.Refused refused)
        {
            return refused.Reason;
        }

        context.Features.Set(new VerifiedConnectToken
        {
            Claims = ((TokenVerification.Verified)result).Claims,
            Kind = token.Kind,
            Text = text,
        });
        return null;
    }

    private async ValueTask<TokenRefusal?> VerifyTenantAsync(
        HttpContext context, string text, UnverifiedToken token, ConnectTokenRequirement route, ConnectTokenRules rules, IInstallationSecrets store)
    {
        try
        {
            var secrets = await store.FindAsync(token.Issuer, context.RequestAborted);
            var refusal = await JudgeAsync(context, text, token, route, rules, secrets);
            if (refusal is null && secrets is { CountsAsGone: true })
            {
                await store.CameBackAsync(token.Issuer, context.RequestAborted);
            }

            // A refusal is final for Jira; what it hangs on may have changed on another node a moment ago. That is worth a second look.
            return refusal is TokenRefusal.InstallationUnknown or TokenRefusal.InstallationUninstalled or TokenRefusal.InstallationDisabled or TokenRefusal.SignatureInvalid
                ? await JudgeAsync(context, text, token, route, rules, await store.FindAgainAsync(token.Issuer, context.RequestAborted))
                : refusal;
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
        {
            StoreDidNotAnswer(fault);
            return TokenRefusal.Unavailable;
        }
    }

    private async ValueTask<TokenRefusal?> JudgeAsync(
        HttpContext context, string text, UnverifiedToken token, ConnectTokenRequirement route, ConnectTokenRules rules, InstallationSecrets? secrets)
    {
        if (secrets is null)
        {
            return TokenRefusal.InstallationUnknown;
        }

        var now = clock.GetUtcNow();
        var result = await ConnectToken.VerifyAsync(token, tenantKeys.Candidates(secrets, now), SignedRequest.From(context.Request), now, rules);
        return result switch
        {
            TokenVerification.Refused refused when secrets.State == ConnectInstallationState.Uninstalled =>
                refused.Reason == TokenRefusal.SignatureInvalid ? TokenRefusal.InstallationUninstalled : refused.Reason,
            TokenVerification.Refused refused => refused.Reason,
            // `disabled` may overtake or follow `uninstalled` within milliseconds: it is heard, and changes nothing any more.
            _ when secrets.State == ConnectInstallationState.Uninstalled && !route.AllowDisabled => TokenRefusal.InstallationUninstalled,
            _ when secrets.State == ConnectInstallationState.Disabled && !route.AllowDisabled => TokenRefusal.InstallationDisabled,
            TokenVerification.Verified verified => Accept(context, text, token.Kind, verified.Claims, secrets.InstallationId),
            _ => throw new InvalidOperationException("Unknown result of a verification."),
        };
    }

    private TokenRefusal? Accept(HttpContext context, string text, ConnectTokenKind kind, ConnectClaims claims, Guid installation)
    {
        context.Features.Set(new VerifiedConnectToken { Claims = claims, Kind = kind, Text = text, InstallationId = installation });
        if (kind == ConnectTokenKind.Computed)
        {
            skew.NoteIssuedAt(installation, claims.IssuedAt);
        }

        context.SetAtlassianPrincipal(new AtlassianPrincipal
        {
            InstallationId = installation,
            AccountId = claims.Subject,
            Kind = AtlassianPrincipals.KindOf(claims.Subject),
            Source = PrincipalSource.Connect,
            ModuleKey = claims.Context.ModuleKey,
            IssuedAt = claims.IssuedAt,
            IssueId = claims.Context.IssueId,
            IssueKey = claims.Context.IssueKey,
            ProjectId = claims.Context.ProjectId,
            ProjectKey = claims.Context.ProjectKey,
        });
        return null;
    }

    private sealed record Prepared(AtlassianConnectOptions Options, ConnectTokenRules Rules);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store of installations did not answer; the caller is asked to come again")]
    private partial void StoreDidNotAnswer(Exception fault);
}
