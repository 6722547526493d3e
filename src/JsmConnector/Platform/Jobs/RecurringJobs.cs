using Hangfire;

namespace JsmConnector.Platform.Jobs;

/// <summary>A job on the clock. Features register theirs; the host announces all of them to Hangfire once the database is ready.</summary>
public sealed record RecurringJob(string Name, Action<IRecurringJobManager> Announce);

/// <summary>
/// Announces beside the start, not before it: a process that was killed while it announced leaves Hangfire's lock behind for some minutes, and
/// the next start must not wait for it, let alone fail. The jobs announced before run meanwhile.
/// </summary>
public sealed partial class RecurringJobs(
    IEnumerable<RecurringJob> jobs, IRecurringJobManager manager, TimeProvider clock, ILogger<RecurringJobs> logger) : BackgroundService
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hangfire's calls block; the host goes on starting.
        await Task.Yield();
        foreach (var job in jobs)
        {
            while (!TryAnnounce(job) && !stoppingToken.IsCancellationRequested)
                await Task.Delay(TryAgain, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TryAnnounce(RecurringJob job)
    {
        try
        {
            job.Announce(manager);
            return true;
        }
        catch (Exception exception)
        {
            LogNotAnnounced(logger, exception, job.Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The recurring job {Job} could not be announced yet; trying again")]
    private static partial void LogNotAnnounced(ILogger logger, Exception exception, string job);
}
