using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Renders pages anew when something changed: PostgreSQL notifies every node; every 15 seconds versions are compared in case a notification was
/// lost, and pages whose promise became late or whose day ended are renewed although nothing was written.
/// </summary>
public sealed partial class FollowPages(
    PageShelf shelf, LoadPublicPage load, NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<FollowPages> logger) : BackgroundService
{
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
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
        await using (var listen = new NpgsqlCommand($"listen {BuiltinStatusPage.ChangedChannel}", connection))
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
        foreach (var page in shelf.All)
        {
            if (await load.FindAsync(page.Key.Address, cancellationToken) is not { } key || key != page.Key)
                shelf.Drop(page);
            else if (page.Page.IsOutdated(clock.GetUtcNow()) || await VersionAsync(page.Key, cancellationToken) != page.Page.Version)
                await shelf.RenewAsync(page);
        }
    }

    private async Task<long> VersionAsync(PageKey key, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(key.Installation);
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<PublishedPage>()
            .Where(p => p.PageId == key.PageId).Select(p => p.Version).FirstOrDefaultAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the connection that tells of changed status pages; the last versions are served meanwhile")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
