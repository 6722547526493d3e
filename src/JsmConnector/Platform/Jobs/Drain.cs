using JsmConnector.Platform.Database;

namespace JsmConnector.Platform.Jobs;

/// <summary>
/// A loop that works off the rows of a lane table: rung by the doorbell, woken when the next row falls due, and at the latest every
/// <see cref="LongestSleep"/> to catch rows whose ring was lost with another process. Not a Hangfire job: an enqueue costs more than the work
/// (docs/decisions/0004-drains-are-loops.md).
/// </summary>
public abstract partial class Drain(LaneTable lanes, Doorbell bell, HeadOfLane heads, TimeProvider clock, ILogger logger) : BackgroundService
{
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    /// <summary>Rows taken in one claim.</summary>
    protected virtual int BatchSize => 64;

    /// <summary>Works on claimed rows; each is the head of another lane. Expected failures are recorded on the row, not thrown.</summary>
    protected abstract Task HandleAsync(IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken);

    /// <summary>Works until no row can be claimed now. Tests call this instead of running the loop.</summary>
    public async Task<int> DrainOnceAsync(CancellationToken cancellationToken)
    {
        var handled = 0;
        while (await heads.ClaimAsync(lanes, BatchSize, cancellationToken) is { Count: > 0 } rows)
        {
            await HandleAsync(rows, cancellationToken);
            handled += rows.Count;
        }
        return handled;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DrainOnceAsync(stoppingToken);
                await bell.WaitAsync(await SleepAsync(stoppingToken), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogInterrupted(logger, exception, lanes.Table);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<TimeSpan> SleepAsync(CancellationToken cancellationToken)
    {
        if (await heads.NextDueAsync(lanes, cancellationToken) is not { } due)
            return LongestSleep;
        var wait = due - clock.GetUtcNow();
        return wait < TimeSpan.FromMilliseconds(20) ? TimeSpan.FromMilliseconds(20) : wait < LongestSleep ? wait : LongestSleep;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Draining {Table} was interrupted; going on in a second")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, string table);
}
