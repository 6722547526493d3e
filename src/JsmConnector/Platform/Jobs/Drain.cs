using JsmConnector.Platform.Database;

namespace JsmConnector.Platform.Jobs;

/// <param name="Rows">To be handled.</param>
/// <param name="Count">How many rows were taken, those included that are finished already.</param>
public sealed record Taken(IReadOnlyList<ClaimedRow> Rows, int Count)
{
    public static Taken Nothing { get; } = new([], 0);
}

/// <summary>
/// A loop that works off the rows of a lane table: rung by the doorbell, woken when the next row falls due, and at the latest every
/// <see cref="LongestSleep"/> to catch rows whose ring was lost with another process. Not a Hangfire job: an enqueue costs more than the work
/// (docs/decisions/0004-drains-are-loops-not-jobs.md).
/// </summary>
/// <remarks>Portions are worked on side by side, and new rows are claimed while slow ones are still under way: one lane never waits for another.</remarks>
public abstract partial class Drain(LaneTable lanes, Doorbell bell, HeadOfLane heads, TimeProvider clock, ILogger logger) : BackgroundService
{
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    /// <summary>Rows handed over together. More than one where a batch saves statements.</summary>
    protected abstract int Portion { get; }

    /// <summary>Portions under way at once.</summary>
    protected abstract int MostPortions { get; }

    /// <summary>
    /// After a taking that left nothing behind, the next one waits as long, so that under load a statement serves many rows. A row that comes after
    /// a pause is taken at once.
    /// </summary>
    protected virtual TimeSpan Gather => TimeSpan.Zero;

    /// <summary>Takes rows to work on. A drain that can finish rows while it takes them says that it got on without handing any over.</summary>
    protected virtual async Task<Taken> TakeAsync(int most, CancellationToken cancellationToken)
    {
        var rows = await heads.ClaimAsync(lanes, most, cancellationToken);
        return new Taken(rows, rows.Count);
    }

    /// <summary>For a drain that stays in a lane: the row that waited behind the one that is done.</summary>
    protected Task<ClaimedRow?> TakeNextAsync(ClaimedRow done, CancellationToken cancellationToken) => heads.ClaimNextAsync(lanes, done, cancellationToken);

    /// <summary>Works on claimed rows; each is the head of another lane. Expected failures are recorded on the row, not thrown.</summary>
    protected abstract Task HandleAsync(IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a call that may take longer than a lease: the lease is extended meanwhile, and when it is lost the call is cancelled, since somebody else
    /// makes it now.
    /// </summary>
    protected async Task<T> HoldAsync<T>(ClaimedRow row, Func<CancellationToken, Task<T>> make, CancellationToken cancellationToken)
    {
        using var call = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepLeaseAsync(row, call);
        try
        {
            return await make(call.Token);
        }
        finally
        {
            await call.CancelAsync();
            await keeping;
        }
    }

    private async Task KeepLeaseAsync(ClaimedRow row, CancellationTokenSource call)
    {
        try
        {
            while (true)
            {
                await Task.Delay(heads.LeaseLength / 3, clock, call.Token);
                if (!await heads.ExtendAsync(lanes, row, call.Token))
                    await call.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The call has ended.
        }
        catch (Exception exception)
        {
            LogLease(logger, exception, row.Sequence, lanes.Table);
            await call.CancelAsync();
        }
    }

    /// <summary>Works until no row can be claimed and none is under way. Tests call this instead of running the loop.</summary>
    public Task<int> DrainOnceAsync(CancellationToken cancellationToken) => DrainAsync(TimeSpan.Zero, cancellationToken);

    private async Task<int> DrainAsync(TimeSpan gather, CancellationToken cancellationToken)
    {
        var (handled, working) = (0, new List<Task>());
        while (true)
        {
            foreach (var done in working.Where(task => task.IsCompleted).ToList())
            {
                working.Remove(done);
                await done;
            }
            var most = Portion * (MostPortions - working.Count);
            var taken = most > 0 ? await TakeAsync(most, cancellationToken) : Taken.Nothing;
            working.AddRange(taken.Rows.Chunk(Portion).Select(portion => HandleAsync(portion, cancellationToken)));
            handled += taken.Count;
            if (taken.Count > 0)
            {
                if (taken.Count < most && gather > TimeSpan.Zero)
                    await Task.Delay(gather, clock, cancellationToken);
                continue;
            }
            if (working.Count == 0)
                return handled;
            await WaitAsync(working, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host goes on starting.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DrainAsync(Gather, stoppingToken);
                using var sleep = new CancellationTokenSource(await SleepAsync(stoppingToken), clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(sleep.Token, stoppingToken);
                await bell.WaitAsync(either.Token);
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

    /// <summary>Until a portion is done or the bell rings. A ring that comes at the last moment is rung again for whoever waits next.</summary>
    private async Task WaitAsync(List<Task> working, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ring = bell.WaitAsync(stop.Token);
        var first = await Task.WhenAny([ring, .. working]);
        if (first == ring)
            return;
        await stop.CancelAsync();
        if (await ring)
            bell.Ring();
    }

    private async Task<TimeSpan> SleepAsync(CancellationToken cancellationToken)
    {
        if (await heads.NextDueAsync(lanes, cancellationToken) is not { } due)
            return LongestSleep;
        var wait = due - clock.GetUtcNow();
        return wait < TimeSpan.FromMilliseconds(20) ? TimeSpan.FromMilliseconds(20) : wait < LongestSleep ? wait : LongestSleep;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of row {Sequence} of {Table} could not be extended; its call is given up")]
    private static partial void LogLease(ILogger logger, Exception exception, long sequence, string table);

    [LoggerMessage(Level = LogLevel.Error, Message = "Draining {Table} was interrupted; going on in a second")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, string table);
}
