using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Renders pages anew when something changed: PostgreSQL notifies every node; every 15 seconds versions are compared in case a notification was
/// lost, and pages whose promise became late or whose day ended are renewed although nothing was written. When the database stays away, pages say so.
/// </summary>
public sealed partial class FollowPages(
    PageShelf shelf, FindPage find, NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<FollowPages> logger) : BackgroundService
{
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);
    private DateTimeOffset _checkedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _checkedAt = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogLost(logger, exception);
                if (clock.GetUtcNow() - _checkedAt > StaleAfter)
                    shelf.MarkStale(_checkedAt);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        var changed = new HashSet<Guid>();
        connection.Notification += (_, news) =>
        {
            if (Guid.TryParse(news.Payload, out var installation))
                changed.Add(installation);
        };
        await using (var listen = new NpgsqlCommand($"listen {BuiltinStatusPage.ChangedChannel}; listen {SaveSettings.ChangedChannel}", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);
        while (true)
        {
            // Also once at the start, for what happened while nobody listened, and however busily it rings.
            await CheckAllAsync(stoppingToken);
            var checkedAt = clock.GetTimestamp();
            while (CheckEvery - clock.GetElapsedTime(checkedAt) is { Ticks: > 0 } left && await connection.WaitAsync(left, stoppingToken))
            {
                foreach (var installation in changed.ToList())
                    await shelf.RenewAsync(new InstallationId(installation));
                changed.Clear();
            }
        }
    }

    internal async Task CheckAllAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var page in shelf.All)
        {
            if (await find.AtAsync(page.Key.Place, cancellationToken) is not { } key || key != page.Key)
                shelf.Drop(page);
            else if (page.Page.StaleSince is not null || page.Page.IsOutdated(now) || await VersionAsync(page.Key, cancellationToken) != (page.Page.Version, page.Page.SettingsVersion, page.Page.AccessVersion))
                await shelf.RenewAsync(page);
            else
                shelf.Confirm(page, now);
        }
        _checkedAt = now;
    }

    private async Task<(long Page, int Settings, int Access)> VersionAsync(PageKey key, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(key.Installation);
        var context = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var settings = await context.Set<SettingsVersion>().MaxAsync(version => (int?)version.Version, cancellationToken) ?? 0;
        var access = await PageKeys.VersionAsync(context, key.PageId, cancellationToken);
        return (await context.Set<PublishedPage>().Where(p => p.PageId == key.PageId).Select(p => p.Version).FirstOrDefaultAsync(cancellationToken), settings, access);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the connection that tells of changed status pages; the last versions are served meanwhile")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
