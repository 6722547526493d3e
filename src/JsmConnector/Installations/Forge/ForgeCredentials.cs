using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Forge;

/// <summary>The newest system token that Forge brought along, good at Atlassian's gateway only.</summary>
public sealed class ForgeCredentials(JsmConnectorContext database, SecretBox secrets, AtlassianGateway gateway) : ISiteCredentials
{
    /// <summary>The shortest life that Atlassian promises. https://developer.atlassian.com/platform/forge/remote/essentials/</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(2);

    public async ValueTask<OfferedCredentials?> OfferAsync(Installation site, CancellationToken cancellationToken) =>
        await database.Set<ForgeSide>().AsNoTracking().FirstOrDefaultAsync(cancellationToken) is { SystemToken: { } box, TokenReceivedAt: { } receivedAt } side
        && secrets.Open(box, ForgeSide.SecretOf(site.Id)) is { } token
            ? new OfferedCredentials(new JiraCredentials.Bearer(gateway.Jira(side.CloudId), token), receivedAt, receivedAt + TokenLife, side.RefusedSince > side.LastCalledAt)
            : null;
}
