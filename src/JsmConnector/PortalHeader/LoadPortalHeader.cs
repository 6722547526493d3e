using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PortalAnnouncements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.PortalHeader;

public sealed record LoadedPortalHeader(PortalHeaderModel Model, FrameAncestors Ancestors);

public sealed class LoadPortalHeader(JsmConnectorContext database, CurrentSettings settings, RulesInForce rules, ScreenWords language, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <summary>How long the end of an incident stays on the portal.</summary>
    public static readonly TimeSpan ShowEnded = TimeSpan.FromMinutes(30);

    /// <summary>Where the site's own page is; null when it has none.</summary>
    public async Task<string?> StatusPageUrlAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        if ((await settings.GetAsync(installation, cancellationToken)).StatusPages.All(page => page.Provider != StatusPageSettings.BuiltIn.Provider))
            return null;
        var name = await database.Set<Installation>().AsNoTracking().Where(site => site.Id == installation).Select(site => site.ShortName).FirstOrDefaultAsync(cancellationToken);
        return name is null ? null : $"{app.Value.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(name)}";
    }

    /// <summary>One query over ix_portal_announcements_current: every page view of a portal asks it.</summary>
    /// <param name="portal">Id of the service desk; null where none is shown.</param>
    public async Task<LoadedPortalHeader> LoadAsync(InstallationId installation, string? portal, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (endedAfter, announcements) = (now - ShowEnded, PublicAnnouncements.In(database));
        var found = await database.Set<Installation>().AsNoTracking()
            .Where(site => site.Id == installation)
            .Select(site => new
            {
                site.BaseUrl,
                site.DisplayUrl,
                site.HelpCenterUrl,
                Announcements = announcements.Where(a => a.InstallationId == site.Id && (a.EndedAt == null || a.EndedAt > endedAfter)).ToList(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null
            ? new LoadedPortalHeader(PortalHeaderModel.Of([], "", now), FrameAncestors.Nobody)
            : new LoadedPortalHeader(
                PortalHeaderModel.Of(ShownOnPortal.Of(found.Announcements, await rules.GetAsync(installation, cancellationToken), portal), app.Value.BaseUrl, now, language.Tag),
                FrameAncestors.Of(found.BaseUrl, found.DisplayUrl, found.HelpCenterUrl));
    }
}
