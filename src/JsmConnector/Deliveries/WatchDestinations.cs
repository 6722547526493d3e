using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Deliveries;

/// <summary>Keeps the health of destinations, and resumes one at a person's word. In a scope that has entered the installation.</summary>
public sealed class WatchDestinations(JsmConnectorContext database, DeliveriesBell bell, TimeProvider clock)
{
    /// <summary>Written only when something changes: a destination that is well costs nothing.</summary>
    public async Task NoteAsync(Delivery delivery, Health? before, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var after = JudgeHealth.After(before, outcome, now);
        if (after == before)
            return;
        var row = await Of(delivery.Channel, delivery.Destination).FirstOrDefaultAsync(cancellationToken);
        if (after is null)
        {
            if (row is not null)
                database.Remove(row);
        }
        else
        {
            if (row is null)
                database.Add(row = New(delivery, after, now));
            row.Since = row.State == after.State ? row.Since : now;
            (row.State, row.Failures, row.Reason, row.TryAt) = (after.State, after.Failures, after.Reason, after.TryAt);
        }
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another delivery to the same destination ended at this moment; its word counts as well.
            database.ChangeTracker.Clear();
        }
    }

    /// <summary>The destination of this delivery may be tried once more at once, whatever is known against it.</summary>
    public Task TryNowAsync(DeliveryId id, CancellationToken cancellationToken)
    {
        var (now, deliveries) = (clock.GetUtcNow(), database.Set<Delivery>().Where(d => d.Id == id));
        return database.Set<DestinationHealth>().Where(health => deliveries.Any(d => d.Channel == health.Channel && d.Destination == health.Destination))
            .ExecuteUpdateAsync(set => set.SetProperty(health => health.TryAt, now), cancellationToken);
    }

    /// <summary>What waits goes out now, and what the destination refused since it broke goes out again, each in its lane's order.</summary>
    /// <returns>False when the destination was well already.</returns>
    public async Task<bool> ResumeAsync(string channel, string destination, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var (now, row) = (clock.GetUtcNow(), await Of(channel, destination).AsNoTracking().FirstOrDefaultAsync(cancellationToken));
        if (row is null)
            return false;
        await Of(channel, destination).ExecuteDeleteAsync(cancellationToken);
        var deliveries = database.Set<Delivery>().Where(d => d.Channel == channel && d.Destination == destination);
        await deliveries.Where(d => d.State == DeliveryState.Queued && d.DueAt > now && d.Attempts > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, now), cancellationToken);
        // An earlier attempt may have been carried out, so the next one must not count as the first.
        await deliveries.Where(d => d.State == DeliveryState.Failed && d.FinishedAt >= row.Since)
            .ExecuteUpdateAsync(set => set
                .SetProperty(d => d.State, DeliveryState.Queued).SetProperty(d => d.DueAt, now).SetProperty(d => d.Attempts, 1)
                .SetProperty(d => d.FinishedAt, (DateTimeOffset?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        bell.Ring();
        return true;
    }

    private IQueryable<DestinationHealth> Of(string channel, string destination) =>
        database.Set<DestinationHealth>().Where(health => health.Channel == channel && health.Destination == destination);

    private static DestinationHealth New(Delivery delivery, Health health, DateTimeOffset now) => new()
    {
        InstallationId = delivery.InstallationId,
        Channel = delivery.Channel,
        Destination = delivery.Destination,
        State = health.State,
        Failures = health.Failures,
        Reason = health.Reason,
        Since = now,
        TryAt = health.TryAt,
    };
}
