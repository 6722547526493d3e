using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Subscribers;

public sealed class NoticesBell : Doorbell;

/// <summary>Sends messages to subscribers, several readers at once, each reader's in order.</summary>
public sealed partial class DrainNotices(IServiceScopeFactory scopes, HeadOfLane heads, NoticesBell bell, TimeProvider clock, ILogger<DrainNotices> logger) : Drain(Lanes, bell, heads, clock, logger)
{
    public static readonly LaneTable Lanes = new("subscriber_notices", nameof(DeliveryState.Queued), nameof(DeliveryState.Sending));
    private readonly TimeProvider _clock = clock;

    /// <summary>One reader whose address answers slowly holds up nobody else.</summary>
    protected override int Portion => 1;

    protected override int MostPortions => 16;

    protected override async Task HandleAsync(IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            await using var scope = scopes.Enter(row.Installation);
            var (outcome, answered) = await SendAsync(scope.ServiceProvider.GetRequiredService<SendNotice>(), row, cancellationToken);
            await RecordAsync(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), row, outcome, answered, CancellationToken.None);
        }
    }

    private async Task<(DeliveryOutcome Outcome, bool Answered)> SendAsync(SendNotice send, ClaimedRow row, CancellationToken cancellationToken)
    {
        try
        {
            return (await HoldAsync(row, call => send.SendAsync(row, call), cancellationToken), true);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogInterrupted(logger, exception, row.Sequence, row.Installation);
            return (new DeliveryOutcome.Later($"The attempt was interrupted: {exception.GetType().Name}."), false);
        }
    }

    private async Task RecordAsync(JsmConnectorContext database, ClaimedRow row, DeliveryOutcome outcome, bool answered, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var (state, reason, due) = Backoff.Record(outcome, row.Attempts, now);
        var finishedAt = state is DeliveryState.Queued ? (DateTimeOffset?)null : now;
        // A node that knows no such channel says nothing of a call that another one began.
        var isTried = outcome is not DeliveryOutcome.Later { IsNoAttempt: true };
        var (uncounted, isEnded) = (isTried ? 0 : 1, answered && isTried);
        await database.Set<SubscriberNotice>().Where(n => n.Sequence == row.Sequence && n.Lease == row.Lease).ExecuteUpdateAsync(set => set
            .SetProperty(n => n.State, state).SetProperty(n => n.Reason, reason).SetProperty(n => n.DueAt, n => due ?? n.DueAt).SetProperty(n => n.FinishedAt, finishedAt)
            .SetProperty(n => n.BegunAt, n => isEnded ? null : n.BegunAt).SetProperty(n => n.Attempts, n => n.Attempts - uncounted)
            .SetProperty(n => n.Lease, (Guid?)null).SetProperty(n => n.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Sequence} to a subscriber of installation {Installation} was interrupted")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, long sequence, InstallationId installation);
}
