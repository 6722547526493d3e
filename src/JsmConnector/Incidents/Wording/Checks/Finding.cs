namespace JsmConnector.Incidents.Wording.Checks;

/// <summary>Something in words that should not leave the house as it is.</summary>
/// <param name="Kind">Short and stable: whoever publishes all the same names it.</param>
/// <param name="Found">The piece of text; empty when it is about the whole.</param>
/// <param name="MayBeAccepted">A person may say that it is meant so. Of a secret nobody may.</param>
public sealed record Finding(string Kind, string Field, string Found, string Reason, string Mend, bool MayBeAccepted = true);

/// <summary>What is known of an incident and must not be read in public words.</summary>
/// <param name="IssueKey">Its key; keys of other tickets look alike.</param>
/// <param name="Summary">The ticket's summary.</param>
/// <param name="Components">Names that are public already, whatever they look like.</param>
public sealed record InsideKnowledge(string IssueKey, string? Summary, IReadOnlyList<string> Components, IReadOnlyDictionary<string, string> Answers)
{
    public static InsideKnowledge Of(Incident incident, IReadOnlyDictionary<string, string> answers) => new(incident.IssueKey, incident.Summary, incident.AffectedNames(), answers);
}
