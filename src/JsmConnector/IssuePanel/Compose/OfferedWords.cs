using JsmConnector.Incidents;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>Pure: the plain words that the form holds until somebody types. They name components, states and times, nothing of the ticket.</summary>
public static class OfferedWords
{
    /// <param name="incident">With stage and promise as the form has them.</param>
    /// <param name="promised">The promise that stands.</param>
    public static Composition In(Composition composed, Incident incident, DateTimeOffset? promised, DateTimeOffset now)
    {
        var offered = PublicWords.Opening(PromisePolicy.Late(promised, now))
            + PublicWords.For(incident.Stage, incident.AffectedNames(), incident.StartedAt, incident.ResolvedAt, incident.NextUpdateAt).TrimEnd();
        return composed with { Offered = offered, Words = composed.IsUntouched ? offered : composed.Words };
    }
}
