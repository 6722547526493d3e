using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations.ApiTokens;

/// <summary>The scheme for API tokens: `Authorization: Bearer jsmc_…`. Asked anew at every request, so that a revocation counts at once, on every node.</summary>
public sealed class ApiTokenEvents(IOptionsMonitor<AtlassianConnectOptions> options, RefusedCalls refused, TimeProvider clock, ILogger<ApiTokenEvents> logger)
    : TokenEvents(options, refused)
{
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    protected override bool AppliesTo(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ApiTokenRequirement>() is not null;

    protected override async ValueTask<TokenRefusal?> VerifyAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count > 1)
            return TokenRefusal.TokenTwice;
        if (!header.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return TokenRefusal.TokenMissing;
        var text = header.ToString()[Scheme.Length..].Trim();
        if (!text.StartsWith(ManageApiTokens.Prefix, StringComparison.Ordinal) || text.Length > 100)
            return TokenRefusal.ApiTokenUnknown;
        try
        {
            return await FindAsync(context, ManageApiTokens.HashOf(text));
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
        {
            logger.LogStoreAway(fault);
            return TokenRefusal.Unavailable;
        }
    }

    private async Task<TokenRefusal?> FindAsync(HttpContext context, byte[] hash)
    {
        var database = context.RequestServices.GetRequiredService<JsmConnectorContext>();
        var now = clock.GetUtcNow();
        // The token says which site it belongs to, so no site has been entered yet.
        var tokens = database.Set<ApiToken>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).AsNoTracking();
        var found = await (from token in tokens
                           join site in database.Set<Installation>() on token.InstallationId equals site.Id
                           where token.Hash == hash
                           select new { Token = token, site.State }).FirstOrDefaultAsync(context.RequestAborted);
        if (found is not null)
            context.Features.Set(new ClaimedToken(RefusedCalls.ClaimOfInstallation(found.Token.InstallationId.Value), null));
        switch (found)
        {
            case null: return TokenRefusal.ApiTokenUnknown;
            case { Token.RevokedAt: not null }: return TokenRefusal.ApiTokenRevoked;
            case { State: InstallationState.Disabled }: return TokenRefusal.InstallationDisabled;
            case { State: not InstallationState.Enabled }: return TokenRefusal.InstallationUninstalled;
        }
        if (found.Token.ExpiresAt <= now)
            return TokenRefusal.ApiTokenExpired;
        if (found.Token.LastUsedAt is not { } used || used < now - UsePrecision)
        {
            await tokens.Where(token => token.InstallationId == found.Token.InstallationId && token.Id == found.Token.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, now), context.RequestAborted);
        }
        context.SetAtlassianPrincipal(new AtlassianPrincipal
        {
            InstallationId = found.Token.InstallationId.Value,
            Kind = AccountKind.App,
            Source = PrincipalSource.Api,
            IssuedAt = found.Token.MadeAt,
            Grants = GrantsOf(found.Token.Right),
        });
        return null;
    }

    private static IReadOnlyList<string> GrantsOf(ApiTokenRight right) => right switch
    {
        ApiTokenRight.Administer => [SitePermissions.Browse, SitePermissions.Edit, SitePermissions.Administer],
        ApiTokenRight.Publish => [SitePermissions.Browse, SitePermissions.Edit],
        _ => [SitePermissions.Browse],
    };
}

internal static partial class ApiTokenLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "API tokens could not be looked up; the caller is asked to come again")]
    public static partial void LogStoreAway(this ILogger logger, Exception fault);
}
