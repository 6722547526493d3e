using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Notifications;

/// <param name="Notice">What to tell.</param>
/// <param name="Settings">The entry of the site's settings, secrets open.</param>
/// <param name="Recipient">One of <see cref="INotificationChannel.Recipients"/>.</param>
/// <param name="Number">1 on the first attempt. From 2 on, an earlier call may have been carried out.</param>
public sealed record NoticeTask(Notice Notice, ChannelSettings Settings, string Recipient, int Number)
{
    public InstallationId Installation { get; init; }

    /// <summary>From the second attempt on: what the destination called the other words of this lane. Whoever looks for his own must not take those.</summary>
    public IReadOnlyCollection<string> Others { get; init; } = [];

    /// <summary>The ticket of the incident or of the planned work; null for a notice about none. Never told.</summary>
    public string? IssueId { get; init; }
}

/// <summary>
/// One kind of channel. Expected failures are outcomes: `Later` only when the call was certainly not carried out or may be repeated without harm;
/// `Unknown` when it may have been and nobody can be asked; `Never` with `BreaksDestination` when the destination is gone or closed. No outcome and no log
/// holds a secret.
/// </summary>
public interface INotificationChannel
{
    string Kind { get; }

    /// <summary>The form, in order: generated from the channel's settings record.</summary>
    IReadOnlyList<ChannelField> Fields { get; }

    /// <summary>The measure of a narrow channel, by which texts are written for it: `sms`, `push`. Null when whole sentences fit.</summary>
    string? Measure => null;

    /// <summary>False while the operator has not set up what every entry of the kind needs.</summary>
    bool IsReady => true;

    /// <summary>Readers outside the house read along: only words for customers go there, whatever the settings say.</summary>
    bool IsPublic => false;

    /// <summary>Its messages name the ticket, whatever they say: nobody who is told public words only may be told by it.</summary>
    bool NamesTicket => false;

    /// <summary>It tells by a ticket in Jira: planned work that nobody made a ticket for cannot be told there.</summary>
    bool NeedsTicket => false;

    /// <summary>Readers would rather have one message about several incidents than one about each; false for programs, and where each incident has a place of its own.</summary>
    bool TakesDigests => true;

    /// <summary>Recipients are people, who get links to leave and to choose.</summary>
    bool TellsPeople => false;

    /// <summary>A repeat of the same notice tells nobody twice: the destination or the channel itself knows it by its id.</summary>
    bool MayRepeat { get; }

    /// <summary>It finds what it said earlier by the words alone: said in other words, a repeat would tell twice.</summary>
    bool KnowsByWords => false;

    IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ChannelSettings settings);

    /// <summary>Whom one entry reaches, each told by a delivery of its own; one empty name where the channel is the recipient.</summary>
    IReadOnlyList<string> Recipients(ChannelSettings settings) => [""];

    /// <summary>Pure: the words as this channel would say them, escaped for nobody.</summary>
    NoticePreview Preview(Notice notice);

    Task<DeliveryOutcome> SendAsync(NoticeTask task, CancellationToken cancellationToken);
}

/// <summary>Binds the entry of the settings to the record of the kind.</summary>
public abstract class NotificationChannel<TSettings> : INotificationChannel where TSettings : class, new()
{
    private static readonly ChannelForm Form = new(typeof(TSettings));

    public abstract string Kind { get; }

    public abstract bool MayRepeat { get; }

    public virtual string? Measure => null;

    public virtual bool IsPublic => false;

    public virtual bool NamesTicket => false;

    public virtual bool NeedsTicket => false;

    public virtual bool TellsPeople => false;

    public virtual bool KnowsByWords => false;

    public virtual bool TakesDigests => !IsPublic;

    public IReadOnlyList<ChannelField> Fields => Form.Fields;

    public virtual IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ChannelSettings settings) => Form.Mistakes(settings);

    public virtual bool IsReady => true;

    public virtual IReadOnlyList<string> Recipients(ChannelSettings settings) => [""];

    public abstract NoticePreview Preview(Notice notice);

    public Task<DeliveryOutcome> SendAsync(NoticeTask task, CancellationToken cancellationToken) =>
        SendAsync(task, (TSettings)Form.Bind(task.Settings), cancellationToken);

    protected abstract Task<DeliveryOutcome> SendAsync(NoticeTask task, TSettings settings, CancellationToken cancellationToken);
}
