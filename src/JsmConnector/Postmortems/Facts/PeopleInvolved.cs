using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Postmortems.Facts;

/// <summary>Who worked on the ticket: authors and assignees, no customers, no apps. Internal use only.</summary>
public static class PeopleInvolved
{
    public static IReadOnlyList<Responder> Of(IncidentRecord record, IReadOnlyList<TicketChange> changes)
    {
        var seen = record.History is TicketHistory.Read read ? FromTicket(changes, read.Comments) : FromWebhooks(record);
        return [.. seen
            .Where(person => !string.IsNullOrWhiteSpace(person.Name))
            .GroupBy(person => person.Name!.Trim(), StringComparer.Ordinal)
            .Select(group => new Responder(group.Key, group.Min(person => person.At)) { Account = AccountOf(group.Select(person => person.Account)) })
            .OrderBy(person => person.FirstSeenAt).ThenBy(person => person.Name, StringComparer.Ordinal)];
    }

    /// <summary>Two people of one name are nobody that a mention could mean.</summary>
    private static string? AccountOf(IEnumerable<string?> accounts) => accounts.Where(account => !string.IsNullOrEmpty(account)).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

    /// <summary>Changes of the assignee from one person to another. Null when Jira's history is missing.</summary>
    public static IReadOnlyList<HandOff>? HandOffs(IncidentRecord record, IReadOnlyList<TicketChange> changes) => record.History is TicketHistory.Read
        ? [.. changes
            .Where(change => change.Is("assignee") && change.Item is { From: { Length: > 0 } from, To: { Length: > 0 } to } && from != to)
            .Select(change => new HandOff(
                change.At, change.Item.FromText ?? change.Item.From!, change.Item.ToText ?? change.Item.To!, new Evidence(change.Key, Links.History(record))))]
        : null;

    private static IEnumerable<(string? Name, string? Account, DateTimeOffset At)> FromTicket(IReadOnlyList<TicketChange> changes, IReadOnlyList<JiraComment> comments) =>
        changes.Where(change => IsStaff(change.Author)).Select(change => (change.Author!.DisplayName, change.Author.AccountId, change.At))
            .Concat(changes.Where(change => change.Is("assignee")).Select(change => (change.Item.ToText, change.Item.To, change.At)))
            .Concat(comments.Where(comment => IsStaff(comment.Author) && comment.CreatedAt is not null)
                .Select(comment => (comment.Author!.DisplayName, comment.Author.AccountId, comment.CreatedAt!.Value)));

    // Webhooks told names only; who is a customer is not known, so only those who changed the ticket count.
    private static IEnumerable<(string? Name, string? Account, DateTimeOffset At)> FromWebhooks(IncidentRecord record) =>
        record.Entries.Where(entry => !entry.Removed && entry.Kind is "status" or "assignee" or "priority").Select(entry => (entry.Actor, (string?)null, entry.At));

    private static bool IsStaff(JiraAccount? account) => account is { DisplayName: not null } && account.AccountType is null or "atlassian";
}
