using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>The API token that an operator entered. A token with scopes is good at the gateway only, the others at the site only.</summary>
public sealed class TokenCredentials(JsmConnectorContext database, SecretBox secrets, AtlassianGateway gateway) : ISiteCredentials
{
    public async ValueTask<OfferedCredentials?> OfferAsync(Installation site, CancellationToken cancellationToken) =>
        await database.Set<SiteToken>().AsNoTracking().FirstOrDefaultAsync(cancellationToken) is { } held
        && secrets.Open(held.Token, SiteToken.SecretOf(site.Id)) is { } token
            ? new OfferedCredentials(Of(held, site.BaseUrl, token), held.SavedAt)
            : null;

    private JiraCredentials Of(SiteToken held, string siteUrl, string token)
    {
        var address = held is { Kind: SiteTokenKind.Scoped, CloudId: { } cloud } ? gateway.Jira(cloud) : new Uri(siteUrl);
        return held.Account is { } email ? new JiraCredentials.Basic(address, email, token) : new JiraCredentials.Bearer(address, token);
    }
}
