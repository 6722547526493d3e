using System.Globalization;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;
using JsmConnector.Platform.Templates;

namespace JsmConnector.Incidents.Wording;

/// <summary>Tries every text of a settings document before it is saved, with all questions answered and with none: a text that fails in an incident was let in here.</summary>
public sealed class CheckTexts(TimeProvider clock) : ISettingsCheck
{
    public const int MostTexts = 500, LongestText = 10_000, LongestCompany = 60;

    /// <summary>Of all texts together: each has its own limits, but whoever saves waits for all of them.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(20);

    public IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings)
    {
        var begun = clock.GetTimestamp();
        var words = settings.Words;
        if (words.Company?.Length > LongestCompany || words.Company?.Any(char.IsControl) == true)
            yield return ("words.company", $"The name is longer than {LongestCompany} characters, or has line breaks.", "Write it as short as readers know it.");
        foreach (var (approver, index) in words.Approvers.Select((approver, index) => (approver, index)))
        {
            if (approver.Role is not (ApproverSettings.Security or ApproverSettings.Legal))
                yield return ($"words.approvers[{index}].role", $"There is no role '{approver.Role}'.", $"Use {ApproverSettings.Security} or {ApproverSettings.Legal}.");
            if (approver.People.Count > 100 || approver.People.Any(person => person.Length is 0 or > 128))
                yield return ($"words.approvers[{index}].people", "There are more than 100 people, or one is no account id.", "Write the account ids that stand at the end of people's profile addresses.");
        }
        if (words.Templates.Count > MostTexts)
            yield return ("words.templates", $"There are more than {MostTexts} texts.", "Remove those that say what the built-in ones say.");
        foreach (var (text, index) in words.Templates.Take(MostTexts).Select((text, index) => (text, index)))
        {
            if (clock.GetElapsedTime(begun) > LongestTry)
            {
                yield return ("words.templates", string.Create(CultureInfo.InvariantCulture, $"Trying the texts takes longer than {LongestTry.TotalSeconds:0} seconds: {index} of {words.Templates.Count} were tried."), "Take loops out of the texts, or remove some.");
                break;
            }
            foreach (var (field, reason, mend) in Mistakes(text, settings))
                yield return ($"words.templates[{index}].{field}", reason, mend);
        }
        foreach (var twice in words.Templates.GroupBy(text => (text.Class, text.Audience, text.About, text.Channel, text.Language)).Where(same => same.Count() > 1))
            yield return ("words.templates", $"There are two texts for {twice.Key.Class}, {twice.Key.Audience}, {twice.Key.About}, {twice.Key.Channel ?? "every channel"}, {twice.Key.Language}.", "Remove one of them.");
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(TextOfTheSite text, InstallationSettings settings)
    {
        if (!IncidentClasses.All.Contains(text.Class, StringComparer.Ordinal))
            yield return ("class", $"There is no class '{text.Class}'.", $"Use {string.Join(", ", IncidentClasses.All)}.");
        if (!settings.Audiences.Any(audience => audience.Name == text.Audience))
            yield return ("audience", $"There is no audience '{text.Audience}'.", $"Use {string.Join(", ", settings.Audiences.Select(audience => audience.Name))}.");
        if (!Subjects.All.Contains(text.About, StringComparer.Ordinal))
            yield return ("about", $"Nothing is called '{text.About}'.", $"Use {string.Join(", ", Subjects.All)}.");
        if (Language.Find(text.Language) is not { } language)
            yield return ("language", $"There is no language '{text.Language}'.", $"Use {string.Join(" or ", Language.All.Select(known => known.Tag))}.");
        else if (text.Text.Length > LongestText)
            yield return ("text", $"It is longer than {LongestText} characters.", "Shorten it: nobody reads that much in an incident.");
        else if (Problem(text, language) is { } problem)
            yield return ("text", problem.Line == 0 ? problem.Reason : string.Create(CultureInfo.InvariantCulture, $"Line {problem.Line}, column {problem.Column}: {problem.Reason}"), "Mend it there; docs/communication.md lists the variables that this audience may read.");
    }

    private static TemplateProblem? Problem(TextOfTheSite text, Language language)
    {
        var (wanted, found) = (new TextWanted(text.Class, text.Audience, text.About, language), new TextFound("text", text.Text));
        foreach (var facts in new[] { AllAnswered, new Dictionary<string, string?>() })
        {
            if (SayText.Alone(found, wanted, facts) is Rendered.Failed(var problem))
                return problem;
        }
        return SayText.Alone(found, wanted, AllAnswered) is Rendered.Text({ Length: 0 }) ? new TemplateProblem("text", 0, 0, "It says nothing, even when every question is answered.") : null;
    }

    private static Dictionary<string, string?> AllAnswered => FactNames.All.ToDictionary(name => name, name => (string?)$"[{name}]", StringComparer.Ordinal);
}
