using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.Tickets.PublicComments;

/// <summary>What Jira told of a ticket when one of its comments was to be taken. Pure.</summary>
internal sealed record TicketTold(DeliveryAttempt Attempt, JsonElement Issue, IReadOnlyList<JiraComment> Comments)
{
    public UpdateId Update => CommentForCustomers.UpdateOf(Attempt.InstallationId, Attempt.Destination);

    /// <summary>Names of people; those of apps are ordinary words, like `Automation for Jira`.</summary>
    public IEnumerable<string?> People => Comments.SelectMany(comment => new[] { comment.Author, comment.UpdateAuthor })
        .Where(account => account is { AccountType: not "app" }).Select(account => account!.DisplayName).Prepend(CommentedTicket.ReporterOf(Issue)).Distinct(StringComparer.Ordinal);

    /// <summary>What the same author wrote before, as it was offered: left alone in the form, it gives way to the newer words.</summary>
    public IReadOnlyDictionary<UpdateId, string> OfferedBefore(CommentForCustomers.Words words) => Comments
        .Where(comment => comment.Author?.AccountId == words.Author && comment.Id != Attempt.Destination && comment.CreatedAt < words.WrittenAt)
        .DistinctBy(comment => comment.Id, StringComparer.Ordinal)
        .ToDictionary(comment => CommentForCustomers.UpdateOf(Attempt.InstallationId, comment.Id), CommentForCustomers.TextOf);
}
