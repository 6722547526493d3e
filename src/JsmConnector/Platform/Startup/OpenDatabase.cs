using JsmConnector.Platform.Database;
using Npgsql;

namespace JsmConnector.Platform.Startup;

/// <summary>
/// Brings the database up to date before anything listens. When it cannot be reached and there is something to serve without it, the app starts all
/// the same and goes on trying; readiness says so.
/// </summary>
public sealed partial class OpenDatabase(MigrateDatabase migrate, TimeProvider clock, ILogger<OpenDatabase> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private bool _isOpen;

    /// <param name="canServeWithout">Asked only when the database is away.</param>
    public async Task TryAsync(Func<bool> canServeWithout)
    {
        try
        {
            await OpenAsync(CancellationToken.None);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException { IsTransient: false } && canServeWithout())
        {
            LogAway(logger, exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_isOpen && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await OpenAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogAway(logger, exception);
            }
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await migrate.RunAsync(cancellationToken);
        _isOpen = true;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database cannot be reached. Status pages are served from their last snapshots; everything else waits")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
