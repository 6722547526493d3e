using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>Pure: the words that the form holds until somebody types: the text of the stage, with what people answered. They hold nothing of the ticket.</summary>
public static class OfferedWords
{
    /// <param name="incident">With stage and promise as the form has them.</param>
    /// <param name="promised">The promise that stands.</param>
    /// <param name="updates">What was said already, oldest first.</param>
    public static Composition In(Composition composed, Incident incident, DateTimeOffset? promised, IReadOnlyList<IncidentUpdate> updates, InstallationSettings settings, DateTimeOffset now)
    {
        var telling = new Telling
        {
            Incident = incident,
            Stage = incident.Stage,
            About = incident.Stage.Name(),
            At = now,
            NextUpdateAt = incident.NextUpdateAt,
            Late = PromisePolicy.Late(promised, now),
            Before = updates,
            Answers = Answers.After(Answers.Standing(updates is [.., var last] ? last : null, incident), composed.Answers),
        };
        // A form sends line ends as one character each and no spaces at the ends: what is offered must come back the same.
        var offered = CustomerWords.Of(telling, settings).Trim();
        return composed with { Offered = offered, Words = composed.IsUntouched ? offered : composed.Words };
    }
}
