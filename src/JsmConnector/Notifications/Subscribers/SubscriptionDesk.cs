using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Http;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>Double opt-in by the very way that is subscribed: whoever can read what arrives there may confirm.</summary>
public sealed class SubscriptionDesk(
    JsmConnectorContext database, IEnumerable<INotificationChannel> channels, SubscriptionFlood flood, SubscriberDoor door, PushKeys.OwnPushKey pushKey, NoticesBell bell, SecretBox secrets, IOptions<OutboundOptions> outbound, TimeProvider clock) : ISubscriptionDesk
{
    public static readonly TimeSpan QuestionLasts = TimeSpan.FromDays(7);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);

    public IReadOnlyList<string> Ways(PageSettings page) =>
        [.. page.Subscriptions.Distinct(StringComparer.Ordinal).Where(kind => channels.Any(channel => channel.Kind == (kind == "slack" ? "slack-webhook" : kind) && channel.IsReady))];

    public Task<string> PushKeyAsync(InstallationId installation, CancellationToken cancellationToken) => pushKey.PublicAsync(installation, cancellationToken);

    public async Task<SubscriptionAsked> AskAsync(SubscriptionWish wish, PageSettings page, CancellationToken cancellationToken)
    {
        if (!Ways(page).Contains(wish.Kind, StringComparer.Ordinal))
            return SubscriptionAsked.NotOffered;
        if (SubscriberAddress.Of(wish.Kind, wish.Address, outbound.Value.AllowLoopback) is not { } address || !CanBeTold(address))
            return SubscriptionAsked.NoAddress;
        var now = clock.GetUtcNow();
        if (!flood.Admit(wish.Installation, wish.PageId, wish.From, now))
            return SubscriptionAsked.TooMany;

        var hash = address.HashFor(wish.Installation, secrets.DeriveKey(SubscriberAddress.HashKey));
        var subscriber = await database.Set<Subscriber>().FirstOrDefaultAsync(s => s.PageId == wish.PageId && s.Kind == wish.Kind && s.AddressHash == hash, cancellationToken);
        // Somebody who is told already is not asked again, and what he chose is not changed by whoever knows his address.
        if (subscriber is { State: SubscriberState.Active } || subscriber?.AskedAt > now - AskAgainAfter)
            return SubscriptionAsked.Asked;
        var seed = subscriber is null ? SubscriberTokens.NewSeed() : secrets.Open(subscriber.Seed, Subscriber.SealedFor(wish.Installation));
        if (seed is null)
            return SubscriptionAsked.Asked;
        subscriber ??= database.Add(New(wish, address, hash, seed, now)).Entity;
        Take(subscriber, wish, seed, now);
        database.Add(new SubscriberNotice { InstallationId = wish.Installation, Id = Guid.CreateVersion7(now), SubscriberId = subscriber.Id, Lane = $"{subscriber.Id:N}", DueAt = now, CreatedAt = now });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            bell.Ring();
        }
        catch (DbUpdateException)
        {
            // The same address was sent twice at this moment: the other request asks.
            database.ChangeTracker.Clear();
        }
        return SubscriptionAsked.Asked;
    }

    public async Task<OwnSubscription?> FindAsync(string pageId, string purpose, string? token, CancellationToken cancellationToken) =>
        // What can be chosen names the parts of the page. Leaving is possible for ever.
        await HolderAsync(pageId, purpose, token, cancellationToken) is { } s && (purpose == SubscriberTokens.Unsubscribe || await door.WhyShutAsync(s, cancellationToken) is null)
            ? new OwnSubscription(s.Kind, s.Hint, s.Language, s.State == SubscriberState.Active, new SubscriptionChoice(s.Scopes, s.Incidents, s.Maintenance, s.LeastSeverity, s.Briefly))
            : null;

    public async Task<bool> ConfirmAsync(string pageId, string? token, CancellationToken cancellationToken)
    {
        if (await HolderAsync(pageId, SubscriberTokens.Confirm, token, cancellationToken) is not { } subscriber)
            return false;
        if (subscriber.State == SubscriberState.Active)
            return true;
        // An address that was given up after failures is asked anew, not by an old mail.
        if (subscriber.State != SubscriberState.Pending)
            return false;
        (subscriber.State, subscriber.ConfirmedAt, subscriber.EndedAt) = (SubscriberState.Active, clock.GetUtcNow(), null);
        (subscriber.Failures, subscriber.FailingSince, subscriber.Trouble) = (0, null, null);
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task<bool> ChangeAsync(string pageId, string? token, SubscriptionChoice choice, CancellationToken cancellationToken)
    {
        if (await HolderAsync(pageId, SubscriberTokens.Manage, token, cancellationToken) is not { State: SubscriberState.Active } subscriber)
            return false;
        Choose(subscriber, choice);
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task<bool> UnsubscribeAsync(string pageId, string purpose, string? token, CancellationToken cancellationToken)
    {
        if (await HolderAsync(pageId, purpose, token, cancellationToken) is not { } subscriber)
            return false;
        if (subscriber.State != SubscriberState.Unsubscribed)
        {
            (subscriber.State, subscriber.EndedAt) = (SubscriberState.Unsubscribed, clock.GetUtcNow());
            await database.SaveChangesAsync(cancellationToken);
        }
        return true;
    }

    private Task<Subscriber?> HolderAsync(string pageId, string purpose, string? token, CancellationToken cancellationToken)
    {
        if (SubscriberTokens.HashOf(token) is not { } hash)
            return Task.FromResult<Subscriber?>(null);
        var (subscribers, oldest) = (database.Set<Subscriber>().Where(s => s.PageId == pageId), clock.GetUtcNow() - QuestionLasts);
        return (purpose switch
        {
            SubscriberTokens.Confirm => subscribers.Where(s => s.ConfirmHash == hash && s.AskedAt > oldest && s.State != SubscriberState.Unsubscribed),
            SubscriberTokens.Manage => subscribers.Where(s => s.ManageHash == hash),
            _ => subscribers.Where(s => s.UnsubscribeHash == hash),
        }).FirstOrDefaultAsync(cancellationToken);
    }

    private bool CanBeTold(SubscriberAddress address)
    {
        var (channel, entry) = (channels.First(channel => channel.Kind == address.Channel), address.Entry(SubscriberTokens.NewSeed()));
        return !channel.Mistakes(entry).Any() && channel.Recipients(entry).Count == 1;
    }

    private Subscriber New(SubscriptionWish wish, SubscriberAddress address, string hash, string seed, DateTimeOffset now) => new()
    {
        InstallationId = wish.Installation,
        Id = Guid.CreateVersion7(now),
        PageId = wish.PageId,
        Kind = wish.Kind,
        Address = secrets.Seal(address.Value, Subscriber.SealedFor(wish.Installation)),
        AddressHash = hash,
        Hint = address.Hint,
        Seed = secrets.Seal(seed, Subscriber.SealedFor(wish.Installation)),
        ManageHash = SubscriberTokens.HashOf(SubscriberTokens.Of(seed, SubscriberTokens.Manage))!,
        UnsubscribeHash = SubscriberTokens.HashOf(SubscriberTokens.Of(seed, SubscriberTokens.Unsubscribe))!,
        Language = wish.Language,
        CreatedAt = now,
        Consent = wish.Consent,
    };

    private void Take(Subscriber subscriber, SubscriptionWish wish, string seed, DateTimeOffset now)
    {
        Choose(subscriber, wish.Choice);
        (subscriber.State, subscriber.Language, subscriber.AskedAt, subscriber.EndedAt) = (SubscriberState.Pending, wish.Language, now, null);
        subscriber.ConfirmHash = SubscriberTokens.HashOf(SubscriberTokens.OfQuestion(seed, now));
        (subscriber.AccessLinkId, subscriber.SignedInAs) = (wish.Door?.AccessLink, wish.Door?.SignedInAs is { } reader ? secrets.Seal(reader, Subscriber.SealedFor(wish.Installation)) : null);
        (subscriber.Consent, subscriber.ConsentFrom) = (wish.Consent, Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(secrets.DeriveKey("subscriber origins"), System.Text.Encoding.UTF8.GetBytes(wish.From))));
    }

    private static void Choose(Subscriber subscriber, SubscriptionChoice choice)
    {
        (subscriber.Scopes, subscriber.Incidents, subscriber.Maintenance) = (choice.Scopes?.ToArray(), choice.Incidents, choice.Maintenance);
        (subscriber.LeastSeverity, subscriber.Briefly) = (Math.Clamp(choice.LeastSeverity, 1, 4), choice.Briefly);
    }
}
