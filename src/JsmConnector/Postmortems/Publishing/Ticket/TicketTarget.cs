using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents.Publications;
using JsmConnector.Installations;

namespace JsmConnector.Postmortems.Publishing.Ticket;

/// <summary>
/// An internal comment on the ticket that says where the postmortem can be read. How a repeat does no harm: the comment carries a property that is
/// written by the same call, and is searched before one is made. Jira has no key for writing once.
/// </summary>
public sealed class TicketTarget(JiraSites sites, TimeProvider clock) : IPublicationTarget
{
    public string Kind => PublicationPlaces.Ticket;

    public async Task<PublicationResult> BringToAsync(PublicationTask task, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(task.Attempt.InstallationId, cancellationToken) is not { } jira)
            return new PublicationResult.Never("The app is not enabled on this site: enable it, then publish again.");
        var comments = await jira.GetCommentsAsync(task.IssueId, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var all))
            return Failed(comments);
        var (ours, hash) = (all.FirstOrDefault(comment => TicketComment.IsOurs(comment)), HashOf(task.Addresses));
        var isTheirs = ours is not null && TicketComment.IsChangedByPeople(ours);
        if (isTheirs && !task.Overwrite)
            return new PublicationResult.ChangedThere("Somebody changed the app's comment on the ticket. Nothing was overwritten.");
        if (task.Wish == PublicationWish.Withdrawn)
            return ours is null ? new PublicationResult.Stands(null, null) : await TakeBackAsync(jira, task, ours, cancellationToken);
        if (ours is not null && !isTheirs && TicketComment.HashOf(ours) == hash)
            return new PublicationResult.Stands(ours.Id, null);

        var body = TicketComment.Of(task.IssueKey, task.Addresses, hash);
        var written = ours is null ? await jira.AddCommentAsync(task.IssueId, body, cancellationToken) : await jira.EditCommentAsync(task.IssueId, ours.Id, body, cancellationToken);
        return written is JiraResult<JiraCommentId>.Ok(var made) ? new PublicationResult.Stands(made.Id, null) : Failed(written);
    }

    /// <summary>People may have answered to the comment, so it is not deleted: it says that the postmortem is no longer published.</summary>
    private async Task<PublicationResult> TakeBackAsync(JiraClient jira, PublicationTask task, JiraComment ours, CancellationToken cancellationToken)
    {
        if (!TicketComment.IsChangedByPeople(ours) && TicketComment.HashOf(ours) == TicketComment.Withdrawn)
            return new PublicationResult.Stands(ours.Id, null);
        var written = await jira.EditCommentAsync(task.IssueId, ours.Id, TicketComment.TakenBack(task.IssueKey), cancellationToken);
        // Deleted by people in the meantime: nothing is left that says something else.
        return written is JiraResult<JiraCommentId>.NotFound or JiraResult<JiraCommentId>.Ok ? new PublicationResult.Stands(ours.Id, null) : Failed(written);
    }

    private static string HashOf(IReadOnlyList<string> addresses) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', addresses))))[..16];

    private PublicationResult Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => new PublicationResult.Never("The ticket was deleted, or the app may not see it: let the app browse the project, then publish again."),
        JiraResult<T>.Refused(var status, var message) =>
            new PublicationResult.Never($"Jira refused the comment ({status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {message}). The app needs the permission to comment in the project; a closed ticket may also refuse every edit by its workflow (jira.issue.editable): reopen it or allow edits there, then publish again."),
        JiraResult<T>.RateLimited(var delay, _) => new PublicationResult.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new PublicationResult.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => new PublicationResult.Later("Jira answered with something unexpected."),
    };
}
