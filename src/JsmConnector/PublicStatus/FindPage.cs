using System.Text.Json;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Hosts;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.PublicStatus;

/// <param name="PageId">Id of the page in the settings.</param>
/// <param name="Place">Where readers found it: `acme` in /status/acme, or the page's own host name, which has a dot.</param>
public sealed record PageKey(InstallationId Installation, string PageId, string Place)
{
    public bool IsHost => Place.Contains('.', StringComparison.Ordinal);

    /// <summary>What the paths of its documents begin with.</summary>
    public string Root => IsHost ? "" : $"/status/{Place}";
}

/// <summary>Which page is at an address. Without a built-in page in the settings there is none: unfed, it would say that all is well.</summary>
public sealed class FindPage(IServiceScopeFactory scopes, HostOwners owners)
{
    private const int MostClaims = 1_000;

    public Task<PageKey?> AtAsync(string place, CancellationToken cancellationToken) =>
        place.Contains('.', StringComparison.Ordinal) ? AtHostAsync(place, cancellationToken) : AtAddressAsync(place, cancellationToken);

    /// <summary>`acme` is the first built-in page of that site's settings, `acme-emea` a further one.</summary>
    private async Task<PageKey?> AtAddressAsync(string address, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        // A site that is named like another one's further page wins over that page.
        var sites = await Live(scope).Where(i => i.ShortName == address || address.StartsWith(i.ShortName + "-"))
            .OrderByDescending(i => i.ShortName.Length).Select(i => new { i.Id, i.ShortName }).ToListAsync(cancellationToken);
        foreach (var site in sites)
        {
            var page = (await BuiltinAsync(site.Id, cancellationToken))
                .Where((page, index) => address == (index == 0 ? site.ShortName : $"{site.ShortName}-{page.Id}")).FirstOrDefault();
            if (page is not null)
                return new PageKey(site.Id, page.Id, address);
        }
        return null;
    }

    /// <summary>Nobody takes over the page of another by writing its name into his settings: see <see cref="HostOwners"/>.</summary>
    private async Task<PageKey?> AtHostAsync(string host, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var claim = JsonSerializer.Serialize(new { statusPages = new[] { new { page = new { host } } } });
        var claims = await database.Set<SettingsVersion>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).AsNoTracking()
            .Where(version => EF.Functions.JsonContains(version.Document, claim))
            .GroupBy(version => version.InstallationId).Select(group => new { Installation = group.Key, Since = group.Min(version => version.SavedAt) })
            .OrderBy(claimed => claimed.Since).Take(MostClaims).Select(claimed => claimed.Installation).ToListAsync(cancellationToken);
        foreach (var site in await owners.OfAsync(database, host, claims, cancellationToken))
        {
            if (!await Live(scope).AnyAsync(i => i.Id == site, cancellationToken))
                continue;
            if ((await BuiltinAsync(site, cancellationToken)).FirstOrDefault(page => page.Page?.Host == host) is { } page)
                return new PageKey(site, page.Id, host);
        }
        return null;
    }

    /// <summary>Every built-in page of every live site, by its address.</summary>
    public async Task<IReadOnlyList<PageKey>> AllAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var keys = new List<PageKey>();
        foreach (var site in await Live(scope).OrderBy(i => i.Id).Select(i => new { i.Id, i.ShortName }).ToListAsync(cancellationToken))
            keys.AddRange((await BuiltinAsync(site.Id, cancellationToken)).Select((page, index) => new PageKey(site.Id, page.Id, index == 0 ? site.ShortName : $"{site.ShortName}-{page.Id}")));
        return keys;
    }

    /// <summary>The only page there is, for `/status`; null when there is none or more than one.</summary>
    public async Task<string?> OnlyAddressAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var names = await Live(scope).OrderBy(i => i.Id).Select(i => i.ShortName).Take(2).ToListAsync(cancellationToken);
        return names is [var only] && await AtAddressAsync(only, cancellationToken) is not null ? only : null;
    }

    private static IQueryable<Installation> Live(IServiceScope scope) => scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
        .AsNoTracking().Where(i => i.State == InstallationState.Enabled || i.State == InstallationState.Disabled);

    private async Task<IEnumerable<StatusPageSettings>> BuiltinAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var settings = await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(installation, cancellationToken);
        return settings.StatusPages.Where(page => page.Provider == StatusPageSettings.BuiltIn.Provider);
    }
}
