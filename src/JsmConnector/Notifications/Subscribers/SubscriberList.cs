using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>What administrators see of the subscribers of a page, and may do about them. Addresses stay sealed. In a scope that has entered the site.</summary>
public sealed class SubscriberList(JsmConnectorContext database, NoticesBell bell, TimeProvider clock)
{
    public const int Portion = 100;

    public async Task<IReadOnlyDictionary<SubscriberState, int>> CountsAsync(string page, CancellationToken cancellationToken) =>
        await database.Set<Subscriber>().Where(s => s.PageId == page).GroupBy(s => s.State).Select(same => new { same.Key, Count = same.Count() }).ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Subscriber>> ReadAsync(string page, SubscriberState? state, Guid? before, CancellationToken cancellationToken) => await database.Set<Subscriber>().AsNoTracking()
        .Where(s => s.PageId == page && (state == null || s.State == state) && (before == null || s.Id < before)).OrderByDescending(s => s.Id).Take(Portion).ToListAsync(cancellationToken);

    /// <summary>How many messages to the subscriber failed or ended in doubt.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> FailedAsync(IReadOnlyList<Guid> subscribers, CancellationToken cancellationToken) => await database.Set<SubscriberNotice>()
        .Where(n => subscribers.Contains(n.SubscriberId) && (n.State == DeliveryState.Failed || n.State == DeliveryState.Unknown))
        .GroupBy(n => n.SubscriberId).Select(same => new { same.Key, Count = same.Count() }).ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);

    public async Task<bool> UnsubscribeAsync(string page, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await database.Set<Subscriber>().Where(s => s.PageId == page && s.Id == id && s.State != SubscriberState.Unsubscribed)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Unsubscribed).SetProperty(s => s.EndedAt, now), cancellationToken) > 0;
    }

    /// <summary>Sends again what failed, and takes the subscriber out of quarantine for it.</summary>
    /// <returns>How many messages go out again; null when there is no such subscriber.</returns>
    public async Task<int?> ReplayAsync(string page, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await database.Set<Subscriber>().AnyAsync(s => s.PageId == page && s.Id == id, cancellationToken))
            return null;
        await database.Set<Subscriber>().Where(s => s.Id == id && s.State == SubscriberState.Quarantined && s.ConfirmedAt != null).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.State, SubscriberState.Active).SetProperty(s => s.Failures, 0).SetProperty(s => s.FailingSince, (DateTimeOffset?)null).SetProperty(s => s.EndedAt, (DateTimeOffset?)null), cancellationToken);
        var again = await database.Set<SubscriberNotice>().Where(n => n.SubscriberId == id && (n.State == DeliveryState.Failed || n.State == DeliveryState.Unknown)).ExecuteUpdateAsync(set => set
            .SetProperty(n => n.State, DeliveryState.Queued).SetProperty(n => n.DueAt, now).SetProperty(n => n.Attempts, 0).SetProperty(n => n.Reason, (string?)null).SetProperty(n => n.BegunAt, (DateTimeOffset?)null).SetProperty(n => n.FinishedAt, (DateTimeOffset?)null), cancellationToken);
        bell.Ring();
        return again;
    }
}
