using JsmConnector.Deliveries;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Readers;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications;

/// <summary>
/// Delivers to any channel: asks whether the word still helps, loads it, hands it to the kind. A channel that cannot be asked afterwards is told first on
/// the row that a call begins: found there by a later attempt, the call's outcome is not known, and nobody is told twice.
/// </summary>
public sealed class Notify(INotificationChannel channel, JsmConnectorContext database, CurrentSettings settings, LoadNotice load, ReaderDesk readers, TimeProvider clock) : IDeliveryHandler
{
    public string Channel => channel.Kind;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var current = await settings.GetAsync(attempt.InstallationId, cancellationToken);
        var (id, recipient) = attempt.Destination.Split('/', 2) is [var first, var second] ? (first, second) : (attempt.Destination, "");
        if (current.Channels.FirstOrDefault(entry => entry.Id == id && entry.Kind == channel.Kind) is not { } entry)
            return new DeliveryOutcome.Suppressed($"The channel '{id}' was removed from the settings.");
        var row = await database.Set<Delivery>().AsNoTracking().SingleAsync(delivery => delivery.Id == attempt.Id, cancellationToken);
        if (row.BegunAt is not null)
            return new DeliveryOutcome.Unknown("The app stopped during the call; the channel cannot be asked whether it was carried out. Look there, then replay or skip.");
        var loaded = await load.LoadAsync(row, channel.Measure, current, cancellationToken);
        if (loaded is not LoadedNotice.ToSend(var notice, var issueId))
            return ((LoadedNotice.Needless)loaded).Outcome;
        // Settings are checked for it, and may be older than the check.
        if (channel.IsPublic && (notice.IsReminder || !Audience.ReadsPublicWords(notice.Audience)))
            return new DeliveryOutcome.Never($"Nothing was sent: everybody reads this channel, and '{notice.Audience}' is told internal words.");
        if (channel.TellsPeople)
        {
            var reader = new AudienceReader(attempt.InstallationId, notice.Audience, channel.Kind, recipient);
            if ((await ReaderDesk.ChoiceOfAsync(reader, database, cancellationToken))?.Refusal(notice) is { } why)
                return new DeliveryOutcome.Suppressed(why);
            notice = notice with { Reader = readers.LinksOf(reader) };
        }
        var task = new NoticeTask(notice, entry, recipient, attempt.Number)
        {
            Installation = attempt.InstallationId,
            IssueId = issueId,
            Others = attempt.Number > 1 ? await OthersAsync(row, cancellationToken) : [],
        };
        return Cut(channel.MayRepeat ? await channel.SendAsync(task, cancellationToken) : await SendOnceAsync(task, attempt.Id, cancellationToken), notice);
    }

    private Task<List<string>> OthersAsync(Delivery row, CancellationToken cancellationToken) =>
        database.Set<Delivery>().Where(other => other.Lane == row.Lane && other.Id != row.Id && other.RemoteId != null).Select(other => other.RemoteId!).ToListAsync(cancellationToken);

    private async Task<DeliveryOutcome> SendOnceAsync(NoticeTask task, DeliveryId id, CancellationToken cancellationToken)
    {
        await NoteAsync(id, cancellationToken);
        try
        {
            return await channel.SendAsync(task, cancellationToken);
        }
        catch (Exception exception)
        {
            return new DeliveryOutcome.Unknown($"The call was interrupted ({exception.GetType().Name}); whether it told anybody is not known. Look there, then replay or skip.");
        }
    }

    private Task NoteAsync(DeliveryId id, CancellationToken cancellationToken) =>
        database.Set<Delivery>().Where(delivery => delivery.Id == id).ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.BegunAt, clock.GetUtcNow()), cancellationToken);

    /// <summary>A wait beyond the next word is no wait.</summary>
    private DeliveryOutcome Cut(DeliveryOutcome outcome, Notice notice) => outcome is DeliveryOutcome.Later { At: { } at, Reason: var why } && notice.NextUpdateAt is { } next && at >= next && next > clock.GetUtcNow()
        ? new DeliveryOutcome.Expired($"{why} It could go out only after the next update is due.")
        : outcome;
}
