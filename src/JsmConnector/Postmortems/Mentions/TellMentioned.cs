using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Mentions;

/// <summary>
/// Tells somebody that a postmortem names them: an internal comment on the ticket mentions them, and Jira tells them as they chose there. How a repeat does no
/// harm: the comment carries the delivery's id in a property that is written by the same call, and is searched before one is made.
/// </summary>
public sealed class TellMentioned(JsmConnectorContext database, JiraSites sites, CurrentSettings settings, PeopleOfIncident people, PostmortemAddress address, TimeProvider clock) : IDeliveryHandler
{
    public const string ChannelName = "mention";

    private const string PropertyKey = "jsmconnector-mention";

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
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Never("The app is not enabled on this site: enable it, then replay.");
        var comments = await jira.GetCommentsAsync(incident.IssueId, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var all))
            return Failed(comments);
        var mark = attempt.Id.Value.ToString("N");
        if (all.FirstOrDefault(comment => comment.Properties.ValueKind == JsonValueKind.Array && comment.Properties.GetRawText().Contains(mark, StringComparison.Ordinal)) is { } told)
            return new DeliveryOutcome.Delivered(told.Id);
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == attempt.InstallationId, cancellationToken);
        var german = (await settings.GetAsync(attempt.InstallationId, cancellationToken)).Postmortems.Language == "de";
        var url = await address.OfAsync(site, incident.IssueKey, cancellationToken);
        var written = await jira.AddCommentAsync(incident.IssueId, Comment(person.Account!, person.Name, line, url, mark, german), cancellationToken);
        return written is JiraResult<JiraCommentId>.Ok(var made) ? new DeliveryOutcome.Delivered(made.Id) : Failed(written);
    }

    private static object Comment(string account, string name, string line, string url, string mark, bool german) => new
    {
        body = new
        {
            type = "doc",
            version = 1,
            content = new object[]
            {
                new
                {
                    type = "paragraph",
                    content = new object[]
                    {
                        new { type = "mention", attrs = new { id = account, text = $"@{name}" } },
                        new { type = "text", text = german ? " Das " : " The " },
                        new { type = "text", text = "Postmortem", marks = new[] { new { type = "link", attrs = new { href = url } } } },
                        new { type = "text", text = german ? " nennt Sie:" : " names you:" },
                    },
                },
                new { type = "blockquote", content = new[] { new { type = "paragraph", content = new[] { new { type = "text", text = line } } } } },
            },
        },
        properties = new object[]
        {
            // Customers read comments of their tickets; this one is for the team.
            new { key = "sd.public.comment", value = new { @internal = true } },
            new { key = PropertyKey, value = new { delivery = mark } },
        },
    };

    private DeliveryOutcome Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => new DeliveryOutcome.Suppressed("The ticket was deleted, or the app may not see it."),
        JiraResult<T>.Refused(var status, var message) => new DeliveryOutcome.Never(
            $"Jira refused the comment ({status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {message}). The app needs the permission to comment in the project; then replay."),
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
