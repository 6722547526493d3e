using Hangfire;
using JsmConnector.Deliveries;
using Npgsql;

namespace JsmConnector.Webhooks;

/// <summary>Jobs on the clock: ring both drains in case a ring was lost, and forget what may be forgotten.</summary>
public sealed class SweepInbox(WebhooksBell webhooks, DeliveriesBell deliveries, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Jira may redeliver half an hour later, people replay days later.</summary>
    public static readonly TimeSpan KeysKept = TimeSpan.FromDays(14);

    /// <summary>Events that could not be used keep their body, so that a mend of ours can be tried on them.</summary>
    public static readonly TimeSpan RejectedKept = TimeSpan.FromDays(90);

    [JobDisplayName("Look for waiting webhooks and deliveries")]
    public void Ring()
    {
        webhooks.Ring();
        deliveries.Ring();
    }

    [JobDisplayName("Forget processed webhooks older than two weeks, and unusable ones older than 90 days")]
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("delete from webhooks where (state in ('Done','NotOurs') and received_at < $1) or (state = 'Rejected' and received_at < $2)");
        command.Parameters.Add(new() { Value = clock.GetUtcNow() - KeysKept });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() - RejectedKept });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static IEnumerable<Platform.Jobs.RecurringJob> Jobs =>
    [
        new Platform.Jobs.RecurringJob("sweep-inbox", jobs => jobs.AddOrUpdate<SweepInbox>("sweep-inbox", sweep => sweep.Ring(), Cron.Minutely())),
        new Platform.Jobs.RecurringJob("purge-inbox", jobs => jobs.AddOrUpdate<SweepInbox>("purge-inbox", sweep => sweep.PurgeAsync(CancellationToken.None), Cron.Daily(3))),
    ];
}
