using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Tickets.PublicComments;

/// <summary>
/// Makes an update, or a draft of one, of a comment that somebody of the team wrote for customers. The comment is read again first: it may have become internal, or be
/// gone. How a repeat does no harm: the id of the update is made of the comment's, and an update is said once.
/// </summary>
public sealed class TakePublicComment(
    JsmConnectorContext database, JiraSites sites, CurrentSettings settings, SitePermissions permissions, SpeakInPublic speak, IWaitingWords waiting, TimeProvider clock) : IDeliveryHandler
{
    public string Channel => PlanPublicComment.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (incident is not { Published: true, Deleted: false } || !incident.Stage.IsOpen())
            return new DeliveryOutcome.Suppressed("The incident is over, or is not public.");
        var policy = (await settings.GetAsync(attempt.InstallationId, cancellationToken)).Tickets.PolicyOf(incident.IssueKey);
        if (policy == CommentRule.Ignore)
            return new DeliveryOutcome.Suppressed("The settings leave public comments alone.");
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Suppressed("The app has no credentials for the site.");
        var comments = await jira.GetCommentsAsync(incident.IssueId, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var all))
            return Failed(comments);
        var judged = CommentForCustomers.Judge(all.FirstOrDefault(comment => comment.Id == attempt.Destination), clock.GetUtcNow());
        if (judged is not CommentForCustomers.Words(var author, var text))
            return new DeliveryOutcome.Suppressed(((CommentForCustomers.No)judged).Because);
        return await MayAsync(attempt, incident, author, cancellationToken) ?? await TakeAsync(incident, policy, author, CommentForCustomers.UpdateOf(attempt.InstallationId, attempt.Destination), text, cancellationToken);
    }

    /// <summary>Customers comment too, some of them with an ordinary account: who may edit the ticket belongs to the team.</summary>
    /// <returns>Null when the author may speak.</returns>
    private async Task<DeliveryOutcome?> MayAsync(DeliveryAttempt attempt, Incident incident, string author, CancellationToken cancellationToken)
    {
        var caller = new AtlassianPrincipal { InstallationId = attempt.InstallationId.Value, AccountId = author, Kind = AtlassianPrincipals.KindOf(author), Source = PrincipalSource.SignedWebhook, IssuedAt = clock.GetUtcNow() };
        return await permissions.AskAsync(caller, SitePermissions.Edit, incident.IssueId, cancellationToken) switch
        {
            PermissionAnswer.Granted => null,
            PermissionAnswer.NotKnown(var why) => new DeliveryOutcome.Later(why),
            _ => new DeliveryOutcome.Suppressed("Its author may not edit the ticket."),
        };
    }

    private async Task<DeliveryOutcome> TakeAsync(Incident incident, string policy, string author, UpdateId update, string words, CancellationToken cancellationToken)
    {
        if (await database.Set<IncidentUpdate>().AnyAsync(u => u.Id == update, cancellationToken))
            return new DeliveryOutcome.Delivered(update.Public());
        if (policy == CommentRule.Draft)
            return await OfferAsync(incident, author, update, words, cancellationToken) ? new DeliveryOutcome.Delivered() : new DeliveryOutcome.Suppressed("Its author is writing something else.");
        try
        {
            switch (await speak.SayAsync(incident, new SpokenWords(author, words, null, null, null, null) { Id = update }, cancellationToken))
            {
                case Spoken.Said:
                    return new DeliveryOutcome.Delivered(update.Public());
                case Spoken.Refused(_, var reason, _):
                    return new DeliveryOutcome.Suppressed(reason);
                default:
                    await OfferAsync(incident, author, update, words, cancellationToken);
                    return new DeliveryOutcome.Suppressed("The checks of words found something: it waits in its author's form beside the ticket.");
            }
        }
        catch (DbUpdateException)
        {
            // Somebody spoke, or the ticket moved, at the same moment.
            return new DeliveryOutcome.Later("The incident changed at the same moment.");
        }
    }

    private Task<bool> OfferAsync(Incident incident, string author, UpdateId update, string words, CancellationToken cancellationToken)
    {
        // What the checks changed in memory is nobody's word.
        database.ChangeTracker.Clear();
        return waiting.OfferAsync(incident, author, update, words, cancellationToken);
    }

    private DeliveryOutcome Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => new DeliveryOutcome.Suppressed("The ticket was deleted, or the app may not see it."),
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        JiraResult<T>.Refused(var status, _) => new DeliveryOutcome.Never(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Jira refused it ({status}).")),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
