using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>Takes an API token for a site, encrypted at once; it can be replaced and never read back.</summary>
public sealed class SaveSiteToken(JsmConnectorContext database, TenantScope tenant, SecretBox secrets, FindCloudId clouds, TimeProvider clock)
{
    private const int LongestToken = 2000;

    /// <param name="account">E-mail of the account; may be left out where the token stands alone.</param>
    /// <returns>What is wrong and how to mend it; null when it was saved.</returns>
    public async Task<string?> SaveAsync(SiteTokenKind kind, string? account, string? typedToken, CancellationToken cancellationToken)
    {
        var (email, token) = (account?.Trim() is { Length: > 0 } given ? given : null, typedToken?.Trim() ?? "");
        if (Problem(kind, email, token) is { } problem)
            return problem;
        if (!await database.Set<AdminWebhook>().AnyAsync(cancellationToken))
            return "This site came through Connect or Forge and needs no token.";
        var url = await database.Set<Installation>().Where(site => site.Id == tenant.Current).Select(site => site.BaseUrl).SingleAsync(cancellationToken);
        var cloud = kind == SiteTokenKind.Scoped ? await clouds.FindAsync(url, cancellationToken) : null;
        if (kind == SiteTokenKind.Scoped && cloud is null)
            return $"{url} did not tell its cloud id (GET {url}/_edge/tenant_info), so the gateway cannot be used. Check the address; Data Center has no gateway, use a personal access token there.";

        var box = secrets.Seal(token, SiteToken.SecretOf(tenant.Current));
        if (await database.Set<SiteToken>().FirstOrDefaultAsync(cancellationToken) is { } held)
            (held.Kind, held.Account, held.Token, held.CloudId, held.SavedAt) = (kind, kind == SiteTokenKind.Personal ? null : email, box, cloud, clock.GetUtcNow());
        else
            database.Add(new SiteToken { InstallationId = tenant.Current, Kind = kind, Account = kind == SiteTokenKind.Personal ? null : email, Token = box, CloudId = cloud, SavedAt = clock.GetUtcNow() });
        await database.SaveChangesAsync(cancellationToken);
        return null;
    }

    private static string? Problem(SiteTokenKind kind, string? email, string token) => (kind, email, token) switch
    {
        (_, _, "") => "The token is missing. Paste it as Atlassian showed it.",
        (_, _, { Length: > LongestToken }) => "This is too long for a token. Paste only the token.",
        _ when token.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)) => "A token has no spaces or line breaks inside. Copy it again.",
        (SiteTokenKind.Classic, null, _) => "A token without scopes works only together with the e-mail address of its account. Fill it in.",
        (not SiteTokenKind.Personal, { } account, _) when !account.Contains('@', StringComparison.Ordinal) || account.Contains(':', StringComparison.Ordinal) => $"'{account}' is no e-mail address. Give the one of the account that the token belongs to.",
        _ => null,
    };
}
