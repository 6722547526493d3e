using System.Globalization;
using System.Text.Encodings.Web;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications.Channels.JiraMail;

/// <summary>
/// E-mail that Jira sends to its own people: groups, roles, users, and those of the ticket. Jira knows who belongs to them at the moment of sending, and the app
/// learns no address. Each is a line of the ledger: one that vanished is told and stands in nobody's way. Jira knows no key for sending once.
/// </summary>
public sealed class JiraMailChannel(JiraSites sites, TimeProvider clock) : NotificationChannel<JiraMailSettings>
{
    private const int MostWords = 10_000;

    public override string Kind => "jira-mail";

    public override bool MayRepeat => false;

    public override bool NeedsTicket => true;

    public override bool NamesTicket => true;

    /// <summary>Jira sends it about one ticket.</summary>
    public override bool TakesDigests => false;

    public override IReadOnlyList<string> Recipients(ChannelSettings settings) => JiraMailReaders.Of(settings);

    public override IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ChannelSettings settings)
    {
        foreach (var mistake in base.Mistakes(settings))
            yield return mistake;
        var readers = JiraMailReaders.Of(settings);
        if (readers.Count is 0 or > JiraMailReaders.Most)
            yield return ("options", readers.Count == 0 ? "Nobody is named." : $"More than {JiraMailReaders.Most} are named.", "Name groups, roles, users, or people of the ticket.");
        foreach (var unknown in readers.Where(reader => reader.StartsWith($"{JiraMailReaders.Ticket}:", StringComparison.Ordinal)).Select(reader => reader.Split(':', 2)[1]).Except(JiraMailReaders.People, StringComparer.Ordinal))
            yield return ("options.ticket", $"A ticket has no '{FitWords.To(unknown, 40)}'.", $"Use {string.Join(", ", JiraMailReaders.People)}.");
    }

    public override NoticePreview Preview(Notice notice) => new(FitWords.To(notice.TextWithPromise, MostWords), "an e-mail by Jira, which adds the ticket") { Head = Subject(notice) };

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, JiraMailSettings settings, CancellationToken cancellationToken)
    {
        if (Audience.ReadsPublicWords(task.Notice.Audience))
            return new DeliveryOutcome.Never("Nothing was sent: Jira's e-mail names the ticket, and this audience reads public words only.");
        if (task.IssueId is not { } issue)
            return new DeliveryOutcome.Never("This channel needs a ticket: it cannot be tried without one.");
        if (task.Recipient.Split(':', 2) is not [var kind, var name])
            return new DeliveryOutcome.Never("Nobody is named.");
        if (await sites.FindAsync(task.Installation, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Later("The app has no credentials for the site at the moment.");
        var to = JiraMailReaders.To(kind, name);
        if (kind == JiraMailReaders.Role)
        {
            var members = await jira.GetRoleMembersAsync(issue, name, cancellationToken);
            if (members is not JiraResult<JiraRoleMembers>.Ok(var found))
                return Judge(members, task.Recipient);
            if (found.Users.Count + found.Groups.Count == 0)
                return new DeliveryOutcome.Suppressed($"Nobody has the role '{name}' in the project.");
            to = new { users = found.Users.Select(accountId => new { accountId }), groups = found.Groups.Select(group => new { name = group }) };
        }
        return await jira.NotifyAsync(issue, new { subject = Subject(task.Notice), textBody = Text(task.Notice), htmlBody = Html(task.Notice), to }, cancellationToken) switch
        {
            JiraResult<bool>.Ok => new DeliveryOutcome.Delivered(),
            var answer => Judge(answer, task.Recipient),
        };
    }

    private static string Subject(Notice notice) => FitWords.To(notice.Correction.Length > 0 ? $"{notice.Correction}: {notice.Title}" : notice.Title, 200);

    private static string Text(Notice notice) => $"{FitWords.To(notice.TextWithPromise, MostWords)}{(notice.Link is { } link ? $"\n\n{link}" : "")}";

    private static string Html(Notice notice) =>
        $"<p style=\"white-space:pre-line\">{HtmlEncoder.Default.Encode(FitWords.To(notice.TextWithPromise, MostWords))}</p>{(notice.Link is { } link ? $"<p><a href=\"{HtmlEncoder.Default.Encode(link)}\">{HtmlEncoder.Default.Encode(notice.Language["more"])}</a></p>" : "")}";

    private DeliveryOutcome Judge<T>(JiraResult<T> answer, string reader) => answer switch
    {
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be called.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(_, var wait) => typeof(T) == typeof(bool)
            ? new DeliveryOutcome.Unknown("Jira did not answer; whether it sent the e-mail is not known. Replay or skip.")
            : new DeliveryOutcome.Later("Jira did not answer.", wait is { } time ? clock.GetUtcNow() + time : null),
        JiraResult<T>.NotFound => new DeliveryOutcome.Never($"Jira does not know {reader.Replace(":", " ", StringComparison.Ordinal)}, or hides the ticket from the app. Correct the channel in the settings."),
        JiraResult<T>.Refused(var status, _) => new DeliveryOutcome.Never(string.Create(CultureInfo.InvariantCulture, $"Jira refused to write to {reader.Replace(":", " ", StringComparison.Ordinal)} ({status}): it may have vanished. Correct the channel in the settings.")),
        _ => throw new InvalidOperationException("A success is not judged."),
    };
}
