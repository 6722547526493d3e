using JsmConnector.Installations;
using JsmConnector.Installations.Forge;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Postmortems;

/// <summary>Where the team reads a postmortem: each door has its own address, and one that the site does not have leads nowhere.</summary>
public sealed class PostmortemAddress(JsmConnectorContext database, IOptions<AppOptions> app)
{
    /// <summary>In a scope that has entered the site.</summary>
    public async Task<string> OfAsync(Installation site, string issueKey, CancellationToken cancellationToken)
    {
        var forge = await database.Set<ForgeSide>().AsNoTracking().FirstOrDefaultAsync(side => side.GoneAt == null, cancellationToken);
        return Of(site, forge?.PagePath, app.Value.BaseUrl, issueKey);
    }

    /// <summary>Our page of a site that has none inside Jira; operators sign in for it.</summary>
    public static string PathForOperators(InstallationId site, string issueKey) => $"/operator/sites/{site}/postmortems/{Uri.EscapeDataString(issueKey)}";

    /// <param name="forgePage">Path of the Forge page below the site; null when the site has no Forge half.</param>
    /// <param name="appUrl">Public address of this app.</param>
    public static string Of(Installation site, string? forgePage, string appUrl, string issueKey)
    {
        var (jira, key) = ((site.DisplayUrl ?? site.BaseUrl).TrimEnd('/'), Uri.EscapeDataString(issueKey));
        return site.SharedSecret is not null
            // Connect's general page: Jira hands `ac.incident` on to the frame.
            ? $"{jira}/plugins/servlet/ac/io.jsmconnector.app/postmortem?ac.incident={key}"
            : forgePage is not null ? $"{jira}{forgePage}?incident={key}" : appUrl.TrimEnd('/') + PathForOperators(site.Id, issueKey);
    }
}
