using System.Data.Common;
using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>Sends one message to one subscriber, or many waiting ones as one digest, and keeps account of addresses that do not take them.</summary>
public sealed class SendNotice(JsmConnectorContext database, IEnumerable<INotificationChannel> channels, WriteNotice write, SubscriberDoor door, SecretBox secrets, TimeProvider clock)
{
    /// <summary>From so many waiting messages on, readers get one.</summary>
    public const int DigestFrom = 4;
    public const int MostFailures = 10;
    private static readonly TimeSpan FailsForGood = TimeSpan.FromHours(1);

    public async Task<DeliveryOutcome> SendAsync(ClaimedRow row, CancellationToken cancellationToken)
    {
        var notice = await database.Set<SubscriberNotice>().AsNoTracking().FirstAsync(n => n.Sequence == row.Sequence && n.Lease == row.Lease, cancellationToken);
        var subscriber = await database.Set<Subscriber>().AsNoTracking().FirstAsync(s => s.Id == notice.SubscriberId, cancellationToken);
        var isQuestion = notice.UpdateId is null;
        if (subscriber.State != (isQuestion ? SubscriberState.Pending : SubscriberState.Active))
            return new DeliveryOutcome.Suppressed($"The subscription is {subscriber.State.ToString().ToLowerInvariant()}.");
        if (await door.WhyShutAsync(subscriber, cancellationToken) is { } shut)
            return new DeliveryOutcome.Suppressed(shut);
        var bound = Subscriber.SealedFor(row.Installation);
        if (secrets.Open(subscriber.Address, bound) is not { } text || secrets.Open(subscriber.Seed, bound) is not { } seed)
            return new DeliveryOutcome.Never("No configured key opens the address.");
        var (address, waiting) = (new SubscriberAddress(subscriber.Kind, text), isQuestion || subscriber.Kind == "webhook" ? [] : await WaitingAsync(notice, cancellationToken));
        var channel = channels.FirstOrDefault(channel => channel.Kind == address.Channel);
        if (channel is null)
            return UnknownChannel.Judge(address.Channel, notice.CreatedAt, clock.GetUtcNow());
        // A channel that cannot be asked afterwards was told on the row before the call: after a death of the process nobody is told twice.
        if (!channel.MayRepeat && notice.BegunAt is not null)
            return new DeliveryOutcome.Unknown("The app stopped during the call; whether it was carried out is not known.");
        if (await write.WriteAsync(notice, waiting, subscriber, seed, cancellationToken) is not { } words)
            return new DeliveryOutcome.Suppressed("It speaks of something that is gone.");
        if (!channel.MayRepeat)
            await BeginAsync([notice, .. waiting], clock.GetUtcNow(), cancellationToken);
        var outcome = await channel.SendAsync(new NoticeTask(words, address.Entry(seed), address.Kind == "email" ? address.Value : "", row.Attempts) { Installation = row.Installation }, cancellationToken);
        if (waiting.Count > 0)
            await GatherAsync(waiting, outcome, cancellationToken);
        try
        {
            await AccountAsync(subscriber, outcome, cancellationToken);
        }
        catch (DbException)
        {
            // The outcome of the call counts; what it says of the address is seen again with the next message.
        }
        return outcome;
    }

    /// <returns>The other messages of this reader, when there are enough for a digest; else none.</returns>
    private async Task<IReadOnlyList<SubscriberNotice>> WaitingAsync(SubscriberNotice notice, CancellationToken cancellationToken)
    {
        var others = await database.Set<SubscriberNotice>().AsNoTracking().Where(n => n.Lane == notice.Lane && n.State == DeliveryState.Queued && n.UpdateId != null)
            .OrderBy(n => n.Sequence).Take(50).ToListAsync(cancellationToken);
        return others.Count + 1 >= DigestFrom ? others : [];
    }

    /// <summary>On every row that the call speaks for: after a death of the process none of them is told again.</summary>
    private Task<int> BeginAsync(IReadOnlyList<SubscriberNotice> told, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var ids = told.Select(n => n.Id).ToList();
        return database.Set<SubscriberNotice>().Where(n => ids.Contains(n.Id)).ExecuteUpdateAsync(set => set.SetProperty(n => n.BegunAt, at), cancellationToken);
    }

    /// <summary>What became of the digest became of the messages in it; one that certainly did not go out leaves them waiting.</summary>
    private Task<int> GatherAsync(IReadOnlyList<SubscriberNotice> waiting, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var (state, reason) = outcome switch
        {
            DeliveryOutcome.Delivered => (DeliveryState.Delivered, "Told in a digest."),
            DeliveryOutcome.Unknown(var why) => (DeliveryState.Unknown, $"In a digest: {why}"),
            _ => (DeliveryState.Queued, null),
        };
        if (state is DeliveryState.Queued)
            return BeginAsync(waiting, null, cancellationToken);
        var (ids, now) = (waiting.Select(n => n.Id).ToList(), clock.GetUtcNow());
        return database.Set<SubscriberNotice>().Where(n => ids.Contains(n.Id) && n.State == DeliveryState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(n => n.State, state).SetProperty(n => n.Reason, reason).SetProperty(n => n.FinishedAt, now), cancellationToken);
    }

    /// <summary>An address that is gone is left in peace at once; one that fails, after ten times in more than an hour.</summary>
    private Task AccountAsync(Subscriber subscriber, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return outcome switch
        {
            DeliveryOutcome.Delivered when subscriber.Failures > 0 => NoteAsync(subscriber, subscriber.State, 0, null, null, cancellationToken),
            DeliveryOutcome.Never { BreaksDestination: true, Reason: var gone } => NoteAsync(subscriber, SubscriberState.Quarantined, subscriber.Failures, subscriber.FailingSince, gone, cancellationToken),
            // A mail server that is away says nothing about any reader's address.
            DeliveryOutcome.Later { At: null, Reason: var why } when subscriber.Kind != "email" => FailAsync(why),
            DeliveryOutcome.Never(var refused) => FailAsync(refused),
            _ => Task.CompletedTask,
        };

        Task FailAsync(string why)
        {
            var (failures, since) = (subscriber.Failures + 1, subscriber.FailingSince ?? now);
            var isOver = failures >= MostFailures && now - since > FailsForGood;
            return NoteAsync(subscriber, isOver ? SubscriberState.Quarantined : subscriber.State, failures, since, why, cancellationToken);
        }
    }

    /// <summary>Only of a subscription that still stands as it did before the call: who left meanwhile has left.</summary>
    private Task<int> NoteAsync(Subscriber subscriber, SubscriberState state, int failures, DateTimeOffset? since, string? trouble, CancellationToken cancellationToken)
    {
        var (id, before) = (subscriber.Id, subscriber.State);
        var endedAt = state == SubscriberState.Quarantined ? clock.GetUtcNow() : subscriber.EndedAt;
        return database.Set<Subscriber>().Where(s => s.Id == id && s.State == before).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.State, state).SetProperty(s => s.Failures, failures).SetProperty(s => s.FailingSince, since).SetProperty(s => s.Trouble, trouble).SetProperty(s => s.EndedAt, endedAt), cancellationToken);
    }
}
