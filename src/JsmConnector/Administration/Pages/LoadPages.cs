using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.Hosts;
using JsmConnector.StatusPages.Import;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Administration.Pages;

public sealed class LoadPages(JsmConnectorContext database, CurrentSettings settings, SubscriberList subscribers, IOptionsMonitor<PageHostOptions> hosts, IOptions<AppOptions> app, TimeProvider clock)
{
    private const int MostComponents = 500;

    /// <param name="wanted">Id of a page; the first one when it is none.</param>
    public async Task<PagesModel> LoadAsync(Installation site, string? wanted, PagesModel empty, CancellationToken cancellationToken)
    {
        var pages = (await settings.GetAsync(site.Id, cancellationToken)).StatusPages;
        if ((pages.FirstOrDefault(entry => entry.Id == wanted) ?? (pages.Count > 0 ? pages[0] : null)) is not { } page)
            return empty with { Pages = pages };
        var id = page.Id;
        var model = empty with
        {
            Pages = pages,
            Page = page,
            Drift = await database.Set<PageDrift>().AsNoTracking().Where(drift => drift.PageId == id).OrderBy(drift => drift.FoundAt).Take(100).ToListAsync(cancellationToken),
            Maintenances = await database.Set<Maintenance>().AsNoTracking().Where(m => m.Stage != MaintenanceStage.Completed && m.Stage != MaintenanceStage.Cancelled).OrderBy(m => m.ScheduledFor).Take(50).ToListAsync(cancellationToken),
            Components = await database.Set<Component>().AsNoTracking().Where(c => c.PublicSince != null).OrderBy(c => c.Name).Select(c => c.Name).Take(MostComponents).ToListAsync(cancellationToken),
        };
        return model.IsBuiltin
            ? model with
            {
                Address = AddressOf(site, pages, page),
                Host = page.Page?.Host is { } host ? await HostAsync(site, host, cancellationToken) : null,
                Readers = await subscribers.CountsAsync(id, cancellationToken),
                FromPublicTime = page.Page?.Access == "link" ? await database.Set<Subscriber>().CountAsync(s => s.PageId == id && s.State == SubscriberState.Active && s.AccessLinkId == null && s.SignedInAs == null, cancellationToken) : 0,
                Troubled = await database.Set<Subscriber>().AsNoTracking().Where(s => s.PageId == id && s.Trouble != null && s.State != SubscriberState.Unsubscribed).OrderByDescending(s => s.FailingSince).Take(50).ToListAsync(cancellationToken),
                Imports = await database.Set<PageImport>().AsNoTracking().Where(import => import.PageId == id).OrderByDescending(import => import.CreatedAt).Take(5).ToListAsync(cancellationToken),
                Links = await database.Set<PageAccessLink>().AsNoTracking().Where(link => link.PageId == id && link.WithdrawnAt == null && (link.ExpiresAt == null || link.ExpiresAt > clock.GetUtcNow())).OrderBy(link => link.CreatedAt).ToListAsync(cancellationToken),
            }
            : model;
    }

    private async Task<HostState> HostAsync(Installation site, string host, CancellationToken cancellationToken)
    {
        var row = await database.Set<PageHost>().AsNoTracking().FirstOrDefaultAsync(known => known.Host == host, cancellationToken);
        return new HostState(host, HostProof.LineOf(site.Id), hosts.CurrentValue.Trusts(host), row?.ProvedAt, row?.CheckedAt, row?.Problem);
    }

    private string AddressOf(Installation site, IReadOnlyList<StatusPageSettings> pages, StatusPageSettings page)
    {
        if (page.Page?.Host is { } host)
            return $"https://{host}";
        var isFirst = pages.First(entry => entry.Provider == StatusPageSettings.BuiltIn.Provider).Id == page.Id;
        return $"{app.Value.BaseUrl.TrimEnd('/')}/status/{(isFirst ? site.ShortName : $"{site.ShortName}-{page.Id}")}";
    }
}
