using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.PortalHeader;

/// <summary>What all portals of a site can say, as the database had it at one moment.</summary>
/// <param name="StatusPageUrl">The site's own page; null when it has none.</param>
public sealed record PortalStand(IReadOnlyList<PortalAnnouncement> Announcements, RuleSettings Rules, string? StatusPageUrl, FrameAncestors Ancestors)
{
    public static PortalStand OfNobody { get; } = new([], RuleSettings.Default, null, FrameAncestors.Nobody);
}

public sealed class LoadPortalHeader(JsmConnectorContext database, CurrentSettings settings, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <summary>How long the end of an incident stays on the portal.</summary>
    public static readonly TimeSpan ShowEnded = TimeSpan.FromMinutes(30);

    /// <summary>Announcements come by ix_portal_announcements_current. Null when there is no such site.</summary>
    public async Task<PortalStand?> LoadAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var (endedAfter, announcements) = (clock.GetUtcNow() - ShowEnded, PublicAnnouncements.In(database));
        var found = await database.Set<Installation>().AsNoTracking()
            .Where(site => site.Id == installation)
            .Select(site => new
            {
                site.BaseUrl,
                site.DisplayUrl,
                site.HelpCenterUrl,
                site.ShortName,
                Announcements = announcements.Where(a => a.InstallationId == site.Id && (a.EndedAt == null || a.EndedAt > endedAfter)).ToList(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var current = await settings.GetAsync(installation, cancellationToken);
        var page = current.StatusPages.Any(each => each.Provider == StatusPageSettings.BuiltIn.Provider) ? $"{app.Value.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(found.ShortName)}" : null;
        return new PortalStand(found.Announcements, current.Rules, page, FrameAncestors.Of(found.BaseUrl, found.DisplayUrl, found.HelpCenterUrl));
    }
}
