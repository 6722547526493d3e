using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>The site whose people look at a screen: who may frame it, where its links lead.</summary>
public sealed class SiteOfCaller(JsmConnectorContext database, TenantScope tenant)
{
    /// <returns>Null when no installation was entered.</returns>
    public Task<Installation?> FindAsync(CancellationToken cancellationToken) =>
        database.Set<Installation>().AsNoTracking().FirstOrDefaultAsync(site => site.Id == tenant.Current, cancellationToken);
}

public static class Framing
{
    public static FrameAncestors Ancestors(this Installation site) => FrameAncestors.Of(site.BaseUrl, site.DisplayUrl, site.HelpCenterUrl);

    /// <summary>Where people of the site see a ticket.</summary>
    public static string TicketUrl(this Installation site, string issueKey) =>
        $"{(site.DisplayUrl ?? site.BaseUrl).TrimEnd('/')}/browse/{Uri.EscapeDataString(issueKey)}";
}
