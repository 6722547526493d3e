using JsmConnector.AtlassianConnect.Client;
using JsmConnector.AtlassianConnect.Documents;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>
/// One story out of five sources, by time in UTC: Jira's changelog and comments, what webhooks told, public words, deliveries, approvals. The same event
/// known twice has one key and is one row; Jira's own version wins. What Jira no longer holds of comments was deleted there and is not retold.
/// </summary>
public static class MergeTimeline
{
    private const int LongestText = 2000;

    /// <summary>`words/` and enough of the hash to find it.</summary>
    private const int ShownHash = 18;

    /// <summary>Deliveries about the postmortem itself are housekeeping, and so are those between the app and the ticket.</summary>
    private static readonly HashSet<string> OwnChannels = new(StringComparer.Ordinal)
    {
        PlanPostmortem.Channel, LinkPostmortem.ChannelName, Publishing.PublishPostmortem.Channel, Actions.MakeActionIssue.ChannelName, Actions.TellOwner.ChannelName,
        Mentions.TellMentioned.ChannelName, "ticket", "ticketlog", "comment",
    };

    private static readonly string[] OwnEvidence = ["words/", "update/", "promise/", "lead/"];

    public static IReadOnlyList<TimelineRow> Of(IncidentRecord record, IReadOnlyList<TicketChange> changes)
    {
        var rows = new Dictionary<string, TimelineRow>(StringComparer.Ordinal);
        foreach (var row in FromTicket(record, changes).Concat(FromWords(record)).Concat(SendingRows.Of(record)).Concat(FromApprovals(record)).Concat(FromWebhooks(record, changes)))
            rows.TryAdd(row.Key, row);
        return [.. rows.Values.OrderBy(row => row.At).ThenBy(row => Rank(row.Kind)).ThenBy(row => row.Key, StringComparer.Ordinal)];
    }

    /// <summary>What happened at the same moment is told in the order in which one led to the other.</summary>
    private static int Rank(string kind) => kind switch { "issue" => 0, "comment" => 2, "approval" => 3, "update" => 4, "promise" => 5, "delivery" => 6, _ => 1 };

    public static bool IsOwn(Delivery delivery) => OwnChannels.Contains(delivery.Channel);

    /// <summary>Public only when Jira says so outright and nothing says otherwise.</summary>
    public static Visibility VisibilityOf(JiraComment comment) =>
        comment.IsPublic ? Visibility.Public : Visibility.Internal;

    private static IEnumerable<TimelineRow> FromTicket(IncidentRecord record, IReadOnlyList<TicketChange> changes)
    {
        yield return new TimelineRow(
            "issue/created", record.Incident.StartedAt, "issue", "Ticket created", Visibility.Internal, null, record.Incident.IssueKey, Links.Issue(record));
        foreach (var change in changes.Where(change => !change.IsNoise))
        {
            yield return new TimelineRow(
                change.Key, change.At, change.Kind, Cut(change.Text), Visibility.Internal, change.Author?.DisplayName, change.Key, Links.History(record));
        }
        foreach (var comment in record.History is TicketHistory.Read read ? read.Comments : [])
        {
            var text = Cut(AtlassianDocument.Parse(comment.Body).ToPlainText());
            if (comment.CreatedAt is { } at && text.Length > 0)
            {
                yield return new TimelineRow(
                    $"comment/{comment.Id}", at, "comment", text, VisibilityOf(comment), comment.Author?.DisplayName, $"comment/{comment.Id}",
                    Links.Comment(record, comment.Id));
            }
        }
    }

    private static IEnumerable<TimelineRow> FromWords(IncidentRecord record) => record.Updates.Select(update => new TimelineRow(
        $"update/{update.Id.Value:N}", update.PublishedAt, "update", Cut($"{update.Stage.Label()}: {update.CustomerWords}"), Visibility.Public, record.Names.GetValueOrDefault(update.Author ?? ""),
        $"update/{update.Id.Public()}", Links.Update(record))
    {
        Said = new SaidRow(update.Stage, Cut(update.CustomerWords)),
    });

    private static IEnumerable<TimelineRow> FromApprovals(IncidentRecord record) => (record.Surroundings.Approvals ?? [])
        .Where(approval => approval.DecidedAt is not null)
        .Select(approval => new TimelineRow(
            $"approval/{approval.Id}", approval.DecidedAt!.Value, "approval", Cut($"{approval.Name}: {approval.Decision}"), Visibility.Internal,
            approval.Approvers.Count == 0 ? null : string.Join(", ", approval.Approvers), $"approval/{approval.Id}", Links.Issue(record)));

    private static IEnumerable<TimelineRow> FromWebhooks(IncidentRecord record, IReadOnlyList<TicketChange> changes)
    {
        var inHistory = changes.Select(change => change.Key).ToHashSet(StringComparer.Ordinal);
        return record.Entries
            .Where(entry => !entry.Removed && entry.Text.Length > 0 && entry.Kind is not ("reminder" or "text") && !IsAboutThePostmortem(entry) && !inHistory.Contains(entry.Key) && !IsPartOfCreation(entry, record))
            .Where(entry => entry.Kind != "comment" || record.History is TicketHistory.Missing)
            .Select(entry => new TimelineRow(
                entry.Key, entry.At, entry.Kind, Cut(entry.Text), entry.Visibility, ActorOf(entry, record), EvidenceOf(entry), Links.Of(record, entry.Evidence)));
    }

    /// <summary>Jira's events tell names; the app's own notes keep accounts, and an account that Jira does not name is nobody a reader knows.</summary>
    private static string? ActorOf(TimelineEntry entry, IncidentRecord record) =>
        IsNoteOfTheApp(entry) ? record.Names.GetValueOrDefault(entry.Actor ?? "") : entry.Actor;

    private static bool IsAboutThePostmortem(TimelineEntry entry) => entry.Evidence == "postmortem" || entry.Evidence.StartsWith("postmortem/", StringComparison.Ordinal);

    /// <summary>As opposed to what an event of Jira told.</summary>
    public static bool IsNoteOfTheApp(TimelineEntry entry) => OwnEvidence.Any(start => entry.Evidence.StartsWith(start, StringComparison.Ordinal));

    private static string EvidenceOf(TimelineEntry entry) =>
        entry.Evidence.StartsWith("words/", StringComparison.Ordinal) && entry.Evidence.Length > ShownHash ? entry.Evidence[..ShownHash] : entry.Evidence;

    /// <summary>The event of the creation lists each field as a change from nothing; the ticket's own history does not.</summary>
    private static bool IsPartOfCreation(TimelineEntry entry, IncidentRecord record) =>
        entry.Evidence.StartsWith("changelog/", StringComparison.Ordinal) && entry.At - record.Incident.StartedAt < FindMoments.PartOfCreation && entry.Text.Contains(": none → ", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");
}
