using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording.Checks;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>
/// Publishes a draft when the communication lead presses its button: whoever drafts, one person who answers for the words has read them. All that is looked at
/// before words leave is looked at here too, and nothing can be waved through: that is done on the ticket.
/// </summary>
public sealed class PublishFromSlack(SpeakInPublic speak, TimeProvider clock)
{
    /// <returns>What is said in the channel.</returns>
    public async Task<string> PublishAsync(Incident incident, SlackDraft draft, string user, CancellationToken cancellationToken)
    {
        var who = $"slack:{user}";
        if (incident.CommunicationLead != who)
            return $"Nothing was published: <@{SlackMessage.Escape(user)}> does not lead the communication of {incident.IssueKey}. Take the lead, then press again.";
        if (draft.Class != incident.Class)
            return "Nothing was published: the ticket tells of another kind of incident by now. Ask for a new draft.";
        if (draft.NextUpdateAt <= clock.GetUtcNow())
            return "Nothing was published: the draft promises a time that has passed. Ask for a new one.";
        try
        {
            return await speak.SayAsync(incident, new SpokenWords(who, draft.Words, null, null, draft.NextUpdateAt, null) { LastReadUpdate = draft.LastRead, About = draft.About }, cancellationToken) switch
            {
                Spoken.Said(var update) => $"<@{SlackMessage.Escape(user)}> published update {update.Number} of {incident.IssueKey}.",
                Spoken.Overtaken => "Nothing was published: somebody spoke since this was drafted. Ask for a new draft.",
                Spoken.Held(var findings) => $"Nothing was published. {string.Join(" ", findings.Select(Told).Distinct())} Change the words, or decide on the ticket.",
                Spoken.Refused(_, var reason, var mend) => $"Nothing was published. {SlackMessage.Escape(reason)} {SlackMessage.Escape(mend)}",
                _ => throw new InvalidOperationException("Words are said, overtaken, held or refused."),
            };
        }
        catch (DbUpdateException)
        {
            return "Nothing was published: somebody else changed the incident at this moment. Press again.";
        }
    }

    private static string Told(Finding finding) => SlackMessage.Escape(finding.Reason);
}
