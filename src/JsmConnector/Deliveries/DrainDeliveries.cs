using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using JsmConnector.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Deliveries;

public sealed class DeliveriesBell : Doorbell;

/// <summary>
/// Step six of the path: hands each delivery to the handler of its channel with no transaction open, then records the outcome.
/// Between the call and the record the process may die; the next attempt then carries a number above 1.
/// </summary>
public sealed partial class DrainDeliveries(
    IServiceScopeFactory scopes, HeadOfLane heads, DeliveriesBell bell, TimeProvider clock, ILogger<DrainDeliveries> logger)
    : Drain(Lanes, bell, heads, clock, logger)
{
    public static readonly LaneTable Lanes = new("deliveries", nameof(DeliveryState.Queued), nameof(DeliveryState.Sending));

    protected override int Portion => 1;

    protected override int MostPortions => 32;

    private readonly TimeProvider _clock = clock;

    /// <summary>How long a worker stays in a lane in which others wait. Where calls are quick, it spares looking through all that waits for each of them; where they are slow, other lanes have their turn after each.</summary>
    private static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(250);

    protected override async Task HandleAsync(IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            var begin = _clock.GetTimestamp();
            for (var next = row; next is not null; next = await NextAsync(next, begin, cancellationToken))
            {
                var start = _clock.GetTimestamp();
                var (outcome, answered) = await AttemptAsync(next, cancellationToken);
                Meters.DeliveryAttempted(_clock.GetElapsedTime(start), outcome.GetType().Name);
                // What a call did is written down even while the app stops.
                await RecordAsync(next, outcome, answered, CancellationToken.None);
            }
        }
    }

    private async Task<ClaimedRow?> NextAsync(ClaimedRow done, long begin, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && _clock.GetElapsedTime(begin) < Stay ? await TakeNextAsync(done, cancellationToken) : null;

    /// <returns>The outcome, and whether a handler gave it: what is held back or interrupted says nothing of a call that an earlier attempt began.</returns>
    private async Task<(DeliveryOutcome Outcome, bool Answered)> AttemptAsync(ClaimedRow row, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(row.Installation);
        try
        {
            var (delivery, health) = await LoadAsync(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), row, cancellationToken);
            if (JudgeHealth.Hold(health, _clock.GetUtcNow()) is { } hold)
            {
                if (health is { State: HealthState.Broken })
                    await ReactAsync(scope.ServiceProvider, delivery, cancellationToken);
                return (hold, false);
            }
            var (outcome, answered) = await CallAsync(scope.ServiceProvider, delivery, row, cancellationToken);
            await NoteAsync(delivery, health, outcome, cancellationToken);
            if (outcome is DeliveryOutcome.Never)
                await ReactAsync(scope.ServiceProvider, delivery, cancellationToken);
            return (outcome, answered);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (Interrupted(exception, row), false);
        }
    }

    /// <summary>In one round trip: the delivery, and what is known against its destination.</summary>
    private static async Task<(Delivery Delivery, Health? Health)> LoadAsync(JsmConnectorContext database, ClaimedRow row, CancellationToken cancellationToken)
    {
        var found = await database.Set<Delivery>().AsNoTracking().Where(d => d.Sequence == row.Sequence && d.State == DeliveryState.Sending && d.Lease == row.Lease)
            .Select(d => new
            {
                Delivery = d,
                Health = database.Set<DestinationHealth>().FirstOrDefault(h => h.InstallationId == d.InstallationId && h.Channel == d.Channel && h.Destination == d.Destination),
            })
            .SingleAsync(cancellationToken);
        return (found.Delivery, found.Health is { } health ? new Health(health.State, health.Failures, health.Reason, health.TryAt) : null);
    }

    private async Task<(DeliveryOutcome Outcome, bool Answered)> CallAsync(IServiceProvider services, Delivery delivery, ClaimedRow row, CancellationToken cancellationToken)
    {
        var handler = services.GetServices<IDeliveryHandler>().FirstOrDefault(h => h.Channel == delivery.Channel);
        if (handler is null)
            return (UnknownChannel.Judge(delivery.Channel, delivery.CreatedAt, _clock.GetUtcNow()), false);
        var attempt = new DeliveryAttempt(
            delivery.Id, delivery.InstallationId, delivery.IncidentId, delivery.UpdateId, delivery.Destination, row.Attempts, delivery.CreatedAt);
        try
        {
            return (await HoldAsync(row, call => handler.DeliverAsync(attempt, call), cancellationToken), true);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (Interrupted(exception, row), false);
        }
    }

    /// <summary>In a scope of its own: whatever the handler left in its context stays there.</summary>
    private async Task NoteAsync(Delivery delivery, Health? health, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        if (JudgeHealth.After(health, outcome, _clock.GetUtcNow()) == health)
            return;
        try
        {
            await using var scope = scopes.Enter(delivery.InstallationId);
            await scope.ServiceProvider.GetRequiredService<WatchDestinations>().NoteAsync(delivery, health, outcome, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The outcome itself must not be lost over it.
            LogInterrupted(logger, exception, delivery.Sequence, delivery.InstallationId);
        }
    }

    private async Task ReactAsync(IServiceProvider services, Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var reaction in services.GetServices<IDeliveryFailed>())
                await reaction.AfterAsync(delivery, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The outcome itself must not be lost over it.
            LogInterrupted(logger, exception, delivery.Sequence, delivery.InstallationId);
        }
    }

    private DeliveryOutcome.Later Interrupted(Exception exception, ClaimedRow row)
    {
        LogInterrupted(logger, exception, row.Sequence, row.Installation);
        return new DeliveryOutcome.Later($"The attempt was interrupted: {exception.GetType().Name}.");
    }

    private async Task RecordAsync(ClaimedRow row, DeliveryOutcome outcome, bool answered, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(row.Installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var now = _clock.GetUtcNow();
        var (state, reason, due) = Backoff.Record(outcome, row.Attempts, now);
        var remoteId = (outcome as DeliveryOutcome.Delivered)?.RemoteId;
        var finishedAt = state is DeliveryState.Queued ? (DateTimeOffset?)null : now;
        var uncounted = outcome is DeliveryOutcome.Later { IsNoAttempt: true } ? 1 : 0;
        var isEnded = answered && outcome is not DeliveryOutcome.Later { IsUndone: false };
        await database.Set<Delivery>().Where(d => d.Sequence == row.Sequence && d.State == DeliveryState.Sending && d.Lease == row.Lease)
            .ExecuteUpdateAsync(set => set
                .SetProperty(d => d.State, state).SetProperty(d => d.Reason, reason).SetProperty(d => d.DueAt, d => due ?? d.DueAt)
                .SetProperty(d => d.BegunAt, d => isEnded ? null : d.BegunAt).SetProperty(d => d.Attempts, d => d.Attempts - uncounted)
                .SetProperty(d => d.RemoteId, d => remoteId ?? d.RemoteId).SetProperty(d => d.FinishedAt, finishedAt)
                .SetProperty(d => d.Lease, (Guid?)null).SetProperty(d => d.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery {Sequence} of installation {Installation} was interrupted")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, long sequence, InstallationId installation);
}
