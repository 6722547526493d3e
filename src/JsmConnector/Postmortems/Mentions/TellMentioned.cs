using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Mentions;

/// <summary>Tells somebody that a postmortem names them: an internal comment on the ticket mentions them, and Jira tells them as they chose there. A repeat does no harm: <see cref="CommentForTeam"/>.</summary>
public sealed class TellMentioned(JsmConnectorContext database, CommentForTeam comments, CurrentSettings settings, PeopleOfIncident people, PostmortemAddress address) : IDeliveryHandler
{
    public const string ChannelName = "mention";

    public string Channel => ChannelName;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && !i.Deleted, cancellationToken);
        var known = await people.AskAsync(id, cancellationToken);
        var person = known.FirstOrDefault(person => person.Account == attempt.Destination);
        var texts = await database.Set<Postmortem>().Where(p => p.IncidentId == id).Select(p => new { p.InternalMarkdown, p.ExternalMarkdown }).FirstOrDefaultAsync(cancellationToken);
        if (incident is null || person is null || texts is null || FindMentions.LineOf(person, LivingDocument.WithoutMarks($"{texts.InternalMarkdown}\n{texts.ExternalMarkdown}"), known) is not { } line)
            return new DeliveryOutcome.Suppressed("The postmortem names that person no longer.");
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == attempt.InstallationId, cancellationToken);
        var german = (await settings.GetAsync(attempt.InstallationId, cancellationToken)).Postmortems.Language == "de";
        var url = await address.OfAsync(site, incident.IssueKey, cancellationToken);
        return await comments.WriteAsync(attempt.InstallationId, incident.IssueId, Comment(person.Account!, person.Name, line, url, attempt.Id, german), cancellationToken);
    }

    private static TeamComment Comment(string account, string name, string line, string url, DeliveryId delivery, bool german) => new(
        [
            TeamComment.Paragraph(
                TeamComment.Mention(account, name), TeamComment.Text(german ? " Das " : " The "),
                new { type = "text", text = "Postmortem", marks = new[] { new { type = "link", attrs = new { href = url } } } },
                TeamComment.Text(german ? " nennt Sie:" : " names you:")),
            new { type = "blockquote", content = new[] { TeamComment.Paragraph(TeamComment.Text(line)) } },
        ],
        "jsmconnector-mention", "delivery", delivery.Value.ToString("N"));
}
