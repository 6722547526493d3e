using System.Collections.Concurrent;
using System.Text.Json;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>
/// What is known of each site, read from Jira at installation and once a day, in the background. Webhooks wait for Jira three seconds at most, and
/// only as long as nothing is known yet: until it has answered, the rules go by shapes and English names.
/// </summary>
public sealed partial class SiteCatalogs(IServiceScopeFactory scopes, ReadSiteCatalog read, RulesInForce rules, TimeProvider clock, ILogger<SiteCatalogs> logger)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<InstallationId, (SiteCatalog Catalog, DateTimeOffset Until)> _known = new();
    private readonly ConcurrentDictionary<InstallationId, (Lazy<Task> Reading, DateTimeOffset At)> _readings = new();

    /// <summary>With the rules that count at this moment.</summary>
    public async ValueTask<SiteCatalog> GetAsync(InstallationId installation, CancellationToken cancellationToken) =>
        await KnownAsync(installation, cancellationToken) with { Rules = await rules.GetAsync(installation, cancellationToken) };

    private async ValueTask<SiteCatalog> KnownAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(installation, out var known) && known.Until > now)
            return known.Catalog;

        var (catalog, readAt) = await StoredAsync(installation, cancellationToken);
        _known[installation] = (catalog, now + (readAt is null ? RetryAfter : Kept));
        if (readAt > now - FreshFor)
            return catalog;
        var reading = Refresh(installation);
        if (readAt is not null)
            return catalog;
        await Task.WhenAny(reading, Task.Delay(LongestWait, clock, cancellationToken));
        return _known.TryGetValue(installation, out known) ? known.Catalog : catalog;
    }

    /// <summary>Reads the site anew in the background, unless that was tried within the last minute.</summary>
    public Task Refresh(InstallationId installation)
    {
        var now = clock.GetUtcNow();
        var fresh = (new Lazy<Task>(() => Task.Run(() => ReadAsync(installation))), now);
        return _readings.AddOrUpdate(installation, fresh, (_, last) => last.At > now - RetryAfter ? last : fresh).Reading.Value;
    }

    /// <summary>The site was installed again: what was known of it may be wrong.</summary>
    public void Forget(InstallationId installation)
    {
        _known.TryRemove(installation, out _);
        _readings.TryRemove(installation, out _);
    }

    private async Task<(SiteCatalog Catalog, DateTimeOffset? ReadAt)> StoredAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var row = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking()
            .Where(i => i.Id == installation).Select(i => new { i.Catalog, i.CatalogReadAt }).FirstOrDefaultAsync(cancellationToken);
        return (row?.Catalog is { } json ? JsonSerializer.Deserialize<SiteCatalog>(json, SettingsJson.Options)! : SiteCatalog.Empty, row?.CatalogReadAt);
    }

    private async Task ReadAsync(InstallationId installation)
    {
        try
        {
            if (await read.FromJiraAsync(installation, CancellationToken.None) is not { } fresh)
            {
                LogNotRead(logger, null, installation);
                return;
            }
            await using var scope = scopes.Enter(installation);
            var (json, now) = (JsonSerializer.Serialize(fresh, SettingsJson.Options), clock.GetUtcNow());
            await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().Where(i => i.Id == installation)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.Catalog, json).SetProperty(i => i.CatalogReadAt, now));
            _known[installation] = (fresh, now + Kept);
        }
        catch (Exception exception)
        {
            LogNotRead(logger, exception, installation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fields and priorities of installation {Installation} could not be read from Jira; going on with what is known")]
    private static partial void LogNotRead(ILogger logger, Exception? exception, InstallationId installation);
}
