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
/// Makes an update, or a draft of one, of a comment that somebody of the team wrote for customers. Ticket and comment are read again first: they may have become
/// internal, or be gone. How a repeat does no harm: the id of the update is made of the comment's, and an update is said once.
/// </summary>
public sealed class TakePublicComment(
    JsmConnectorContext database, JiraSites sites, CurrentSettings settings, SitePermissions permissions, SpeakInPublic speak, IWaitingWords waiting, TimeProvider clock) : IDeliveryHandler
{
    public string Channel => PlanPublicComment.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        // Whatever kept it from being read so long.
        if (attempt.CreatedAt < clock.GetUtcNow() - CommentForCustomers.Oldest)
            return new DeliveryOutcome.Suppressed("The comment is older than an hour.");
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (incident is not { Published: true, Deleted: false } || !incident.Stage.IsOpen())
            return new DeliveryOutcome.Suppressed("The incident is over, or is not public.");
        var policy = (await settings.GetAsync(attempt.InstallationId, cancellationToken)).Tickets.PolicyOf(incident.IssueKey);
        if (policy == CommentRule.Ignore)
            return new DeliveryOutcome.Suppressed("The settings leave public comments alone.");
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Later("The app has no credentials for the site at the moment.");
        var ticket = await jira.GetIssueAsync(incident.IssueId, CommentedTicket.Fields, cancellationToken);
        if (ticket is not JiraResult<System.Text.Json.JsonElement>.Ok(var issue))
            return Failed(ticket);
        if (CommentedTicket.WhyInside(issue) is { } inside)
            return new DeliveryOutcome.Suppressed(inside);
        var comments = await jira.GetCommentsAsync(incident.IssueId, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var all))
            return Failed(comments);
        var judged = CommentForCustomers.Judge(all.FirstOrDefault(comment => comment.Id == attempt.Destination), clock.GetUtcNow());
        if (judged is not CommentForCustomers.Words words)
            return new DeliveryOutcome.Suppressed(((CommentForCustomers.No)judged).Because);
        return await MayAsync(attempt, incident, words.Author, cancellationToken)
            ?? (words.Editor is { } editor ? await MayAsync(attempt, incident, editor, cancellationToken) : null)
            ?? await TakeAsync(incident, policy, words, new TicketTold(attempt, issue, all), cancellationToken);
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
            _ => new DeliveryOutcome.Suppressed("Whoever wrote it, or edited it last, may not edit the ticket."),
        };
    }

    private async Task<DeliveryOutcome> TakeAsync(Incident incident, string policy, CommentForCustomers.Words words, TicketTold told, CancellationToken cancellationToken)
    {
        var update = told.Update;
        if (await database.Set<IncidentUpdate>().AnyAsync(u => u.Id == update, cancellationToken))
            return new DeliveryOutcome.Delivered(update.Public());
        if (words.Text.Length > SpeakInPublic.LongestWords)
            return new DeliveryOutcome.Suppressed("The comment is longer than an update may be.");
        if (policy == CommentRule.Draft)
            return await OfferAsync(incident, words, told, new DeliveryOutcome.Delivered(), cancellationToken);
        var last = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident.Id).OrderByDescending(u => u.Number).FirstOrDefaultAsync(cancellationToken);
        if (HoldComment.Because(words, incident, last?.PublishedAt, told.People) is { } because)
            return await OfferAsync(incident, words, told, new DeliveryOutcome.Suppressed(because), cancellationToken);
        try
        {
            var spoken = new SpokenWords(words.Author, words.Text, null, null, null, null) { Id = update, LastReadUpdate = last?.Id.Public() ?? "" };
            return await speak.SayAsync(incident, spoken, cancellationToken) switch
            {
                Spoken.Said => new DeliveryOutcome.Delivered(update.Public()),
                Spoken.Refused(_, var reason, _) => new DeliveryOutcome.Suppressed(reason),
                Spoken.Overtaken => new DeliveryOutcome.Later("The incident changed at the same moment."),
                _ => await OfferAsync(incident, words, told, new DeliveryOutcome.Suppressed("The checks of words found something: it waits in its author's form beside the ticket."), cancellationToken),
            };
        }
        catch (DbUpdateException)
        {
            // Somebody spoke, or the ticket moved, at the same moment.
            return new DeliveryOutcome.Later("The incident changed at the same moment.");
        }
    }

    /// <param name="kept">What is true when the words wait.</param>
    private async Task<DeliveryOutcome> OfferAsync(Incident incident, CommentForCustomers.Words words, TicketTold told, DeliveryOutcome kept, CancellationToken cancellationToken)
    {
        // What the checks changed in memory is nobody's word.
        database.ChangeTracker.Clear();
        return await waiting.OfferAsync(incident, words.Author, told.Update, words.Text, told.OfferedBefore(words), cancellationToken) switch
        {
            Offer.Waits => kept,
            Offer.FormHoldsOthers => new DeliveryOutcome.Suppressed("Its author is writing something else."),
            _ => new DeliveryOutcome.Later("Its author's form changed at the same moment."),
        };
    }

    private DeliveryOutcome Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => new DeliveryOutcome.Suppressed("The ticket was deleted, or the app may not see it."),
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        JiraResult<T>.Refused(var status, _) => new DeliveryOutcome.Suppressed(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Jira refused it ({status}).")),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
