using System.Collections.Concurrent;
using System.Text.Json;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>
/// What is known of each site, read from Jira once a day and at installation. Webhooks never wait for Jira: until it has answered, the rules go by
/// shapes and English names.
/// </summary>
public sealed partial class SiteCatalogs(IServiceScopeFactory scopes, ReadSiteCatalog read, TimeProvider clock, ILogger<SiteCatalogs> logger)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<InstallationId, (SiteCatalog Catalog, DateTimeOffset Until)> _known = new();
    private readonly ConcurrentDictionary<InstallationId, DateTimeOffset> _asked = new();

    public async ValueTask<SiteCatalog> GetAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(installation, out var known) && known.Until > now)
            return known.Catalog;

        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var row = await database.Set<Installation>().AsNoTracking().Select(i => new { i.Id, i.Catalog, i.CatalogReadAt })
            .FirstOrDefaultAsync(i => i.Id == installation, cancellationToken);
        var catalog = row?.Catalog is { } json ? JsonSerializer.Deserialize<SiteCatalog>(json, SettingsJson.Options)! : SiteCatalog.Empty;
        if (row is not null && !(row.CatalogReadAt > now - FreshFor) && MayAsk(installation, now))
            catalog = await RefreshAsync(installation, catalog, cancellationToken);
        _known[installation] = (catalog, now + (catalog == SiteCatalog.Empty ? RetryAfter : Kept));
        return catalog;
    }

    /// <summary>Read anew at the next use: the site was installed again, or something unknown turned up.</summary>
    public void Forget(InstallationId installation)
    {
        _known.TryRemove(installation, out _);
        _asked.TryRemove(installation, out _);
    }

    private bool MayAsk(InstallationId installation, DateTimeOffset now)
    {
        if (_asked.TryGetValue(installation, out var last) && last > now - RetryAfter)
            return false;
        _asked[installation] = now;
        return true;
    }

    private async Task<SiteCatalog> RefreshAsync(InstallationId installation, SiteCatalog held, CancellationToken cancellationToken)
    {
        if (await read.FromJiraAsync(installation, cancellationToken) is not { } fresh)
        {
            LogNotRead(logger, installation);
            return held;
        }
        await using var scope = scopes.Enter(installation);
        var json = JsonSerializer.Serialize(fresh, SettingsJson.Options);
        var now = clock.GetUtcNow();
        await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().Where(i => i.Id == installation)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Catalog, json).SetProperty(i => i.CatalogReadAt, now), cancellationToken);
        return fresh;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fields and priorities of installation {Installation} could not be read from Jira; going on with what is known")]
    private static partial void LogNotRead(ILogger logger, InstallationId installation);
}
