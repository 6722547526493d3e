using System.Text.RegularExpressions;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Templates;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>Tries every template of the site's own on a made-up incident before it is saved: a mistake is told with its line and column, and no incident meets it.</summary>
public sealed partial class CheckTemplates(TimeProvider clock) : ISettingsCheck
{
    private const int Most = 50;

    /// <summary>Of all templates together: each has its own limits, but whoever saves waits for all of them.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(20);

    public IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings)
    {
        const string At = "postmortems";
        if (settings.Postmortems is not { Templates: { } rules, OwnTemplates: { } own } postmortems)
            return [($"{At}.templates", "A list is null.", "Leave it out.")];
        return
        [
            .. IsLanguage(postmortems.Language) ? [] : new[] { ($"{At}.language", $"There are no templates in '{postmortems.Language}'.", Languages) },
            .. own.Count <= Most ? [] : new[] { ($"{At}.ownTemplates", $"There are more than {Most}.", "Remove those that no rule names.") },
            .. Tried([.. own.Take(Most)], $"{At}.ownTemplates"),
            .. rules.SelectMany((rule, index) => Of(rule, own, $"{At}.templates[{index}]")),
        ];
    }

    /// <returns>Null when it can be used.</returns>
    public static TemplateProblem? Try(PostmortemTemplate template)
    {
        foreach (var isPublic in new[] { true, false })
        {
            var facts = Facts.GatherFacts.From(SampleTrouble.Record(isPublic));
            var words = DocumentWords.Of(template.Language);
            var model = template.Audience == TemplateAudience.Internal ? InternalModel.Of(facts, words, null) : ExternalModel.Of(facts, words);
            if (RenderDocument.From(template, model) is DocumentRendering.Failed(var problem))
                return problem;
        }
        return null;
    }

    private IEnumerable<(string, string, string)> Tried(IReadOnlyList<OwnPostmortemTemplate> own, string at)
    {
        var begun = clock.GetTimestamp();
        for (var index = 0; index < own.Count; index++)
        {
            if (clock.GetElapsedTime(begun) > LongestTry)
            {
                yield return (at, FormattableString.Invariant($"Trying the templates takes longer than {LongestTry.TotalSeconds:0} seconds: {index} of {own.Count} were tried."), "Take loops out of the templates, or remove some.");
                yield break;
            }
            foreach (var mistake in Of(own[index], FormattableString.Invariant($"{at}[{index}]")))
                yield return mistake;
        }
    }

    private static IEnumerable<(string, string, string)> Of(OwnPostmortemTemplate own, string at)
    {
        if (!Name().IsMatch(own.Name ?? ""))
            yield return ($"{at}.name", $"'{own.Name}' cannot be a name.", "Use 1 to 40 lower-case letters, digits and hyphens.");
        if (!IsLanguage(own.Language))
            yield return ($"{at}.language", $"There is no language '{own.Language}'.", Languages);
        if (own.Audience is not ("internal" or "external"))
            yield return ($"{at}.audience", $"'{own.Audience}' is no audience.", "Use internal or external.");
        else if (IsLanguage(own.Language) && Try(PostmortemTemplate.Of(own.Name ?? "", own.Audience == "external" ? TemplateAudience.External : TemplateAudience.Internal, own.Language, own.Source ?? "")) is { } problem)
            yield return ($"{at}.source", $"{problem.ToString().TrimEnd('.')}.", "Mend it there; the list of variables below the editor says what a template can use.");
    }

    private static IEnumerable<(string, string, string)> Of(PostmortemTemplateRule rule, IReadOnlyList<OwnPostmortemTemplate> own, string at)
    {
        if (rule.Projects is null || rule.Classes is null)
            yield return (at, "A list is null.", "Leave it out.");
        if (rule.Language is { } language && !IsLanguage(language))
            yield return ($"{at}.language", $"There is no language '{language}'.", Languages);
        foreach (var (field, name, audience) in new[] { ("internal", rule.Internal, TemplateAudience.Internal), ("external", rule.External, TemplateAudience.External) })
        {
            if (name is not null && !PostmortemTemplates.Exists(name, audience) && own.All(known => known.Name != name || !string.Equals(known.Audience, field, StringComparison.Ordinal)))
                yield return ($"{at}.{field}", $"There is no template '{name}'.", $"Use one of {string.Join(", ", PostmortemTemplates.Names(audience))}, or one of ownTemplates.");
        }
    }

    private static string Languages => $"Use {string.Join(" or ", DocumentWords.All.Select(words => words.Language))}.";

    private static bool IsLanguage(string? language) => DocumentWords.All.Any(words => words.Language == language);

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
