using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Templates;

namespace JsmConnector.Incidents.Wording;

/// <param name="Template">Which text it was; null when none could be used and the plainest words stand in.</param>
/// <param name="Problems">Texts that failed before it, with their places.</param>
public sealed record SaidText(string Text, string? Template, IReadOnlyList<TemplateProblem> Problems);

/// <summary>
/// Says a thing with the best text there is. A text that fails holds nobody up: the next one in the line speaks, at last the built-in one. Pure.
/// </summary>
public static class SayText
{
    private static readonly TemplateSandbox Sandbox = new(TemplateLimits.Sentences);

    public static SaidText ToAudience(TextWanted wanted, IReadOnlyDictionary<string, string?> facts, WordSettings settings) =>
        First(FindTexts.ForAudience(wanted, settings), wanted, facts) ?? new SaidText(Plainest(wanted, facts), null, []);

    /// <returns>Null when nothing was written for this channel or its measure.</returns>
    public static SaidText? ToChannel(TextWanted wanted, IReadOnlyDictionary<string, string?> facts, WordSettings settings) =>
        First(FindTexts.ForChannel(wanted, settings), wanted, facts);

    /// <summary>One text alone, as a check or a preview wants it.</summary>
    public static Rendered Alone(TextFound found, TextWanted wanted, IReadOnlyDictionary<string, string?> facts)
    {
        var model = TextModel.Of(wanted, facts);
        var addition = FindTexts.Addition(wanted) is { Length: > 0 } source ? Sandbox.Render(FoldText.Mark(source), $"{wanted.Class}/+{wanted.About}", model) : new Rendered.Text("");
        // What a class adds is the app's own: should it fail, the text does without.
        model[FactNames.Addition] = addition is Rendered.Text(var added) ? added : "";
        var rendered = Sandbox.Render(FoldText.Mark(found.Source), found.Name, model);
        return rendered is Rendered.Text(var output) ? new Rendered.Text(FoldText.Of(output)) : rendered;
    }

    private static SaidText? First(IEnumerable<TextFound> candidates, TextWanted wanted, IReadOnlyDictionary<string, string?> facts)
    {
        List<TemplateProblem> problems = [];
        foreach (var found in candidates)
        {
            switch (Alone(found, wanted, facts))
            {
                case Rendered.Text({ Length: > 0 } text):
                    return new SaidText(text, found.Name, problems);
                case Rendered.Text:
                    problems.Add(new TemplateProblem(found.Name, 0, 0, "The text says nothing."));
                    break;
                case Rendered.Failed(var problem):
                    problems.Add(problem);
                    break;
            }
        }
        return null;
    }

    private static string Plainest(TextWanted wanted, IReadOnlyDictionary<string, string?> facts)
    {
        var next = facts.GetValueOrDefault("update.next_at") is { } at ? " " + wanted.Language.Say("said.next", at) : "";
        return $"{facts.GetValueOrDefault("incident.public_title")}.{next}";
    }
}
