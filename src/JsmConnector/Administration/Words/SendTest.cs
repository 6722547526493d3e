using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Words;

/// <summary>Sends a text about the sample incident to one channel of the site, now, marked as a test. Nothing is stored.</summary>
public sealed class SendTest(IEnumerable<INotificationChannel> kinds, TenantScope tenant, TestLimit limit)
{
    private const int MostRecipients = 3;

    public async Task<Done> ToAsync(InstallationSettings settings, string channel, Notice notice, CancellationToken cancellationToken)
    {
        if (settings.Channels.FirstOrDefault(entry => entry.Id == channel) is not { } entry || kinds.FirstOrDefault(kind => kind.Kind == entry.Kind) is not { } kind)
            return new Done(Tone.Major, "There is no such channel. Choose one of the settings.");
        if (kind.IsPublic)
            return new Done(Tone.Major, "Nothing was sent: everybody reads this channel. Look at the preview instead, or try the text on a channel of your own.");
        var recipients = kind.Recipients(entry);
        if (recipients.Count > MostRecipients)
            return new Done(Tone.Major, "Nothing was sent: this channel reaches {0} readers. Make a channel of your own with at most {1} for tests.", recipients.Count, MostRecipients);
        // A channel that nobody has set up says so and sends nothing.
        if (kind.IsReady && limit.Refuse(tenant.Current, recipients.Count) is { } refused)
            return refused;
        // Readers of a chat must not take it for news.
        notice = notice with { Title = $"[Test] {notice.Title}", Text = $"[Test] {notice.Text}", Short = notice.Short is null ? null : $"[Test] {notice.Short}" };
        foreach (var (number, recipient) in recipients.Index())
        {
            var outcome = await kind.SendAsync(new NoticeTask(notice, entry, recipient, 1) { Installation = tenant.Current }, cancellationToken);
            if (outcome is DeliveryOutcome.Delivered)
                continue;
            if (kind.IsReady)
                limit.GiveBack(tenant.Current, recipients.Count - number - 1);
            return new Done(Tone.Major, "The test did not arrive: {0}", Why(outcome));
        }
        return new Done(Tone.Good, "The test is out on {0}.", channel);
    }

    internal static string Why(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Never(var why) => why,
        DeliveryOutcome.Later(var why, _) => why,
        DeliveryOutcome.Unknown(var why) => why,
        DeliveryOutcome.Suppressed(var why) => why,
        DeliveryOutcome.Expired(var why) => why,
        _ => "",
    };
}
