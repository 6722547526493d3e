using Hangfire;

namespace JsmConnector.Platform.Jobs;

/// <summary>A job on the clock. Features register theirs; the host announces all of them to Hangfire once the database is ready.</summary>
public sealed record RecurringJob(string Name, Action<IRecurringJobManager> Announce);

public sealed class RecurringJobs(IEnumerable<RecurringJob> jobs, IRecurringJobManager manager)
{
    public void AnnounceAll()
    {
        foreach (var job in jobs)
            job.Announce(manager);
    }
}
