using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.PortalAnnouncements;
using Npgsql;

namespace JsmConnector.PortalHeader;

/// <summary>
/// Hears of every change to what portals say: triggers of the database tell it with the transaction that makes it, whoever makes it. An answer over the
/// same connection proves that everything told before it has arrived; while such answers come, memory is true.
/// </summary>
public sealed partial class FollowPortals(PortalShelf shelf, NpgsqlDataSource database, TimeProvider clock, ILogger<FollowPortals> logger) : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(4);

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
                shelf.Doubt();
                return;
            }
            catch (Exception exception)
            {
                shelf.Doubt();
                LogLost(logger, exception);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, news) =>
        {
            if (Guid.TryParse(news.Payload, out var installation))
                shelf.Forget(new InstallationId(installation));
        };
        await using (var listen = new NpgsqlCommand($"listen {PublicAnnouncements.ChangedChannel}; listen {SaveSettings.ChangedChannel}", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);
        // What was read before anybody listened may be old by now.
        shelf.Doubt();
        while (true)
        {
            var askedAt = clock.GetTimestamp();
            await using (var ask = new NpgsqlCommand("select 1", connection))
                await ask.ExecuteScalarAsync(stoppingToken);
            shelf.Trust(askedAt);
            while (AskEvery - clock.GetElapsedTime(askedAt) is { Ticks: > 0 } left && await connection.WaitAsync(left, stoppingToken))
            {
                // Each change was taken in while waiting.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody tells of changes on portals at the moment; every view reads the database")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
