using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Wording.Checks;

/// <summary>
/// All that is looked at before words of a person leave: what must not be read outside, and what readers must learn. Pure. Words that the app writes by
/// itself hold names, states and times only, and answers that were looked at when they were given.
/// </summary>
public static class CheckWords
{
    /// <param name="answers">All that stand after these words.</param>
    public static IReadOnlyList<Finding> Of(Incident incident, SpokenWords words, IReadOnlyDictionary<string, string> answers, WordSettings settings)
    {
        var inside = InsideKnowledge.Of(incident, answers);
        return
        [
            .. FindLeaks.In(words.Customers, "words.customers", inside),
            .. words.Title is { } title ? FindLeaks.In(title, "publicTitle", inside) : [],
            .. words.Others.Where(other => Audience.ReadsPublicWords(other.Key)).SelectMany(other => FindLeaks.In(other.Value, $"words.{other.Key}", inside)),
            // Answers go into the texts of customers without being written again.
            .. words.Answers.Where(answer => FactNames.Public.Contains(answer.Key, StringComparer.Ordinal)).SelectMany(answer => FindLeaks.In(answer.Value, $"answers.{answer.Key}", inside)),
            .. settings.MustBeComplete ? Unanswered(incident, words, answers) : [],
        ];
    }

    public static Finding Unapproved(string role) => new(
        "approval", "words.customers", "", $"Nobody has approved these words for {role}.", "Somebody who has the role approves them beside the ticket, where your words stand above the form. Every change of the words, or of the incident, needs a new approval.", false);

    /// <summary>What customers must learn at this stage and nobody answered.</summary>
    public static IReadOnlyList<string> Missing(string incidentClass, string about, IReadOnlyDictionary<string, string> answers) =>
        [.. Questions.For(incidentClass, about, [AudienceSettings.Customers]).Where(name => Answers.Given(answers.GetValueOrDefault(name)) is null)];

    private static IEnumerable<Finding> Unanswered(Incident incident, SpokenWords words, IReadOnlyDictionary<string, string> answers) =>
        Missing(incident.Class, words.CorrectionOf is null ? (words.Stage ?? incident.Stage).Name() : Subjects.Correction, answers).Select(name => new Finding(
            "unanswered", $"answers.{name}", "", $"Nobody answered: {Questions.LabelOf(name)}.", "Answer it; “none known” is an answer."));
}
