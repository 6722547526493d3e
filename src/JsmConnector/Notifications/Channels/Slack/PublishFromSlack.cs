using JsmConnector.Incidents;
using JsmConnector.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>
/// Publishes a draft when the communication lead presses its button: whoever drafts, one person who answers for the words has read them. All that is looked at
/// before words leave is looked at here too, and nothing can be waved through: that is done on the ticket.
/// </summary>
public sealed class PublishFromSlack(SpeakInPublic speak, TimeProvider clock)
{
    /// <param name="tag">Language of the channel.</param>
    /// <returns>What is said in the channel.</returns>
    public async Task<Sentence> PublishAsync(Incident incident, SlackDraft draft, string user, string tag, CancellationToken cancellationToken)
    {
        var who = $"slack:{user}";
        if (incident.CommunicationLead != who)
            return new Sentence("Nothing was published: <@{0}> does not lead the communication of {1}. Take the lead, then press again.", SlackMessage.Escape(user), incident.IssueKey);
        if (draft.Class != incident.Class)
            return "Nothing was published: the ticket tells of another kind of incident by now. Ask for a new draft.";
        if (draft.NextUpdateAt <= clock.GetUtcNow())
            return "Nothing was published: the draft promises a time that has passed. Ask for a new one.";
        try
        {
            return await speak.SayAsync(incident, new SpokenWords(who, draft.Words, null, null, draft.NextUpdateAt, null) { LastReadUpdate = draft.LastRead, About = draft.About }, cancellationToken) switch
            {
                Spoken.Said(var update) => new Sentence("<@{0}> published update {1} of {2}.", SlackMessage.Escape(user), update.Number, incident.IssueKey),
                Spoken.Overtaken => new Sentence("Nothing was published: somebody spoke since this was drafted. Ask for a new draft."),
                Spoken.Held(var findings) => new Sentence("Nothing was published. {0} Change the words, or decide on the ticket.", string.Join(' ', findings.Select(finding => Told(finding.Reason, tag)).Distinct(StringComparer.Ordinal))),
                Spoken.Refused(_, var reason, var mend) => new Sentence("Nothing was published. {0} {1}", Told(reason, tag), Told(mend, tag)),
                _ => throw new InvalidOperationException("Words are said, overtaken, held or refused."),
            };
        }
        catch (DbUpdateException)
        {
            return "Nothing was published: somebody else changed the incident at this moment. Press again.";
        }
    }

    /// <summary>The rules of words are said on the ticket too, and put together in English.</summary>
    private static string Told(string english, string tag) => SlackMessage.Escape(ScreenWords.TellIn(tag, english));
}
