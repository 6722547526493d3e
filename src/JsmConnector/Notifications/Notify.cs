using System.Security.Cryptography;
using System.Text;
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
public sealed class Notify(INotificationChannel channel, JsmConnectorContext database, CurrentSettings settings, LoadNotice load, GatherQuiet quiet, ReaderDesk readers, TimeProvider clock) : IDeliveryHandler
{
    public string Channel => channel.Kind;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var current = await settings.GetAsync(attempt.InstallationId, cancellationToken);
        var (id, recipient) = attempt.Destination.Split('/', 2) is [var first, var second] ? (first, second) : (attempt.Destination, "");
        if (current.Channels.FirstOrDefault(entry => entry.Id == id && entry.Kind == channel.Kind) is not { } entry)
            return new DeliveryOutcome.Suppressed($"The channel '{id}' was removed from the settings.");
        var row = await database.Set<Delivery>().AsNoTracking().SingleAsync(delivery => delivery.Id == attempt.Id, cancellationToken);
        if (row.BegunAt is not null && !channel.MayRepeat)
            return new DeliveryOutcome.Unknown("The app stopped during the call; the channel cannot be asked whether it was carried out. Look there, then replay or skip.");
        var gathers = channel.TakesDigests && PlanNotifications.WaitsForMorning(row.Lane);
        var begun = gathers ? await quiet.BegunAsync(row, attempt.Number, cancellationToken) : [];
        // An earlier call may have arrived. After a certain refusal the row knows of no call, and what it tells is gathered anew.
        var isAgain = begun.Count > 0 || row.BegunAt is not null;
        var loaded = await load.LoadAsync(row, channel.Measure, current, begun.Count > 0, cancellationToken);
        if (loaded is not LoadedNotice.ToSend(var notice, var issueId))
            return ((LoadedNotice.Needless)loaded).Outcome;
        if (channel.NeedsTicket && issueId is null)
            return new DeliveryOutcome.Suppressed("The planned work has no ticket, and this channel tells by one.");
        // Settings are checked for it, and may be older than the check.
        if (channel.IsPublic && (notice.IsReminder || !Audience.ReadsPublicWords(notice.Audience)))
            return new DeliveryOutcome.Never($"Nothing was sent: everybody reads this channel, and '{notice.Audience}' is told internal words.");
        ReaderChoice? choice = null;
        if (channel.TellsPeople)
        {
            var reader = new AudienceReader(attempt.InstallationId, notice.Audience, channel.Kind, recipient);
            choice = await ReaderDesk.ChoiceOfAsync(reader, database, cancellationToken);
            if (choice?.Refusal(notice) is { } why)
                return new DeliveryOutcome.Suppressed(why);
            notice = notice with { Reader = readers.LinksOf(reader) };
        }
        var others = gathers ? await quiet.WithAsync(row, notice, isAgain ? begun : null, channel.Measure, current, other => choice?.Refusal(other) is null, cancellationToken) : [];
        if (others.Count > 0)
            notice = GatherQuiet.Digest(notice, others, channel.Measure is not null);
        var words = channel.KnowsByWords ? Hash(channel.Preview(notice).Text) : null;
        if (row.BegunAt is not null && words != row.WordsHash)
            return await LostAsync(others, cancellationToken);
        if (others.Count > 0 && !isAgain)
            await quiet.MarkAsync(row, others, cancellationToken);
        var task = new NoticeTask(notice, entry, recipient, attempt.Number)
        {
            Installation = attempt.InstallationId,
            IssueId = issueId,
            Others = attempt.Number > 1 ? await OthersAsync(row, cancellationToken) : [],
        };
        if (channel.MayRepeat && (gathers || channel.KnowsByWords))
            await NoteAsync([attempt.Id], words, cancellationToken);
        var outcome = channel.MayRepeat ? await channel.SendAsync(task, cancellationToken) : await SendOnceAsync(task, [attempt.Id, .. others.Select(other => other.Id)], cancellationToken);
        if (outcome is DeliveryOutcome.Later later)
            outcome = later with { IsUndone = !channel.MayRepeat || (later.IsUndone && !isAgain) };
        if (others.Count == 0)
            return Cut(outcome, notice);
        await quiet.SettleAsync(others, outcome, CancellationToken.None);
        // No later word about one of them belongs below a message about several.
        return outcome is DeliveryOutcome.Delivered ? new DeliveryOutcome.Delivered() : outcome;
    }

    /// <summary>The words have changed since an earlier call, and by the old ones alone could the channel be asked about it.</summary>
    private async Task<DeliveryOutcome> LostAsync(IReadOnlyList<QuietWord> others, CancellationToken cancellationToken)
    {
        var unknown = new DeliveryOutcome.Unknown("An earlier call may have been carried out, and what it said reads otherwise by now. Look there, then replay or skip.");
        await quiet.SettleAsync(others, unknown, cancellationToken);
        return unknown;
    }

    private Task<List<string>> OthersAsync(Delivery row, CancellationToken cancellationToken) =>
        database.Set<Delivery>().Where(other => other.Lane == row.Lane && other.Id != row.Id && other.RemoteId != null).Select(other => other.RemoteId!).ToListAsync(cancellationToken);

    private async Task<DeliveryOutcome> SendOnceAsync(NoticeTask task, IReadOnlyList<DeliveryId> ids, CancellationToken cancellationToken)
    {
        await NoteAsync(ids, null, cancellationToken);
        try
        {
            return await channel.SendAsync(task, cancellationToken);
        }
        catch (Exception exception)
        {
            return new DeliveryOutcome.Unknown($"The call was interrupted ({exception.GetType().Name}); whether it told anybody is not known. Look there, then replay or skip.");
        }
    }

    private Task NoteAsync(IReadOnlyList<DeliveryId> ids, string? words, CancellationToken cancellationToken) =>
        database.Set<Delivery>().Where(delivery => ids.Contains(delivery.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.BegunAt, clock.GetUtcNow()).SetProperty(delivery => delivery.WordsHash, words), cancellationToken);

    private static string Hash(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..16];

    /// <summary>A wait beyond the next word is no wait.</summary>
    private DeliveryOutcome Cut(DeliveryOutcome outcome, Notice notice) => outcome is DeliveryOutcome.Later { At: { } at, Reason: var why } && notice.NextUpdateAt is { } next && at >= next && next > clock.GetUtcNow()
        ? new DeliveryOutcome.Expired($"{why} It could go out only after the next update is due.")
        : outcome;
}
