using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus;

/// <param name="PageId">Id of the page in the settings.</param>
public sealed record PageKey(InstallationId Installation, string PageId, string Address);

/// <summary>Reads a page from the published tables. A page exists from the installation on, also before anything was published.</summary>
public sealed class LoadPublicPage(IServiceScopeFactory scopes, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <summary>Incidents older than this many newest ones are no longer shown.</summary>
    private const int MostIncidents = 200;

    /// <summary>`acme` is the first built-in page of that site's settings, `acme-emea` a further one. Without any there is no page: unfed, it would say that all is well.</summary>
    public async Task<PageKey?> FindAsync(string address, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var live = database.Set<Installation>().AsNoTracking().Where(i => i.State == InstallationState.Enabled || i.State == InstallationState.Disabled);
        // A site that is named like another one's further page wins over that page.
        var sites = await live.Where(i => i.ShortName == address || address.StartsWith(i.ShortName + "-"))
            .OrderByDescending(i => i.ShortName.Length).Select(i => new { i.Id, i.ShortName }).ToListAsync(cancellationToken);
        foreach (var site in sites)
        {
            if (PageAt(address, site.ShortName, await SettingsAsync(site.Id, cancellationToken)) is { } page)
                return new PageKey(site.Id, page, address);
        }
        return null;
    }

    private static string? PageAt(string address, string shortName, InstallationSettings settings) =>
        settings.StatusPages.Where(page => page.Provider == StatusPageSettings.BuiltIn.Provider)
            .Where((page, index) => address == (index == 0 ? shortName : $"{shortName}-{page.Id}")).Select(page => page.Id).FirstOrDefault();

    private async Task<InstallationSettings> SettingsAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        return await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(installation, cancellationToken);
    }

    /// <summary>The only page there is, for `/status`; null when there is none or more than one.</summary>
    public async Task<string?> OnlyAddressAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var names = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking()
            .Where(i => i.State == InstallationState.Enabled || i.State == InstallationState.Disabled).OrderBy(i => i.Id).Select(i => i.ShortName).Take(2).ToListAsync(cancellationToken);
        return names is [var only] ? only : null;
    }

    public async Task<PublicPage> LoadAsync(PageKey key, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(key.Installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var now = clock.GetUtcNow();
        var page = await database.Set<PublishedPage>().AsNoTracking().FirstOrDefaultAsync(p => p.PageId == key.PageId, cancellationToken);
        var incidents = await database.Set<PublishedIncident>().AsNoTracking().Where(i => i.PageId == key.PageId)
            .OrderByDescending(i => i.StartedAt).Take(MostIncidents).ToListAsync(cancellationToken);
        var shown = incidents.Select(i => i.PublicId).ToList();
        var updates = (await database.Set<PublishedUpdate>().AsNoTracking().Where(u => u.PageId == key.PageId && shown.Contains(u.IncidentId))
            .OrderByDescending(u => u.Number).ToListAsync(cancellationToken)).ToLookup(u => u.IncidentId);
        return new PublicPage
        {
            Address = key.Address,
            Name = char.ToUpperInvariant(key.Address[0]) + key.Address[1..],
            Url = $"{app.Value.BaseUrl.TrimEnd('/')}/status/{key.Address}",
            Version = page?.Version ?? 0,
            UpdatedAt = page?.ChangedAt ?? now,
            Now = now,
            Components = await ComponentsAsync(database, key.PageId, now, cancellationToken),
            Incidents = [.. incidents.Select(incident => new PageIncident(incident, [.. updates[incident.PublicId]]))],
        };
    }

    private static async Task<IReadOnlyList<PageComponent>> ComponentsAsync(JsmConnectorContext database, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var components = await database.Set<PublishedComponent>().AsNoTracking().Where(c => c.PageId == page)
            .OrderBy(c => c.Position).ThenBy(c => c.Name).ToListAsync(cancellationToken);
        var changes = (await database.Set<ComponentStateChange>().AsNoTracking().Where(c => c.PageId == page)
            .OrderBy(c => c.At).ThenBy(c => c.Sequence).ToListAsync(cancellationToken)).ToLookup(c => c.ComponentId);
        return [.. components.Select(component => new PageComponent(
            component, Uptime.Of(component.CreatedAt, [.. changes[component.PublicId].Select(c => (c.At, Status(c.Status)))], now)))];
    }

    private static ComponentStatus Status(string name) => Enum.GetValues<ComponentStatus>().FirstOrDefault(status => status.Name() == name);
}
