using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;
using Scriban.Runtime;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>
/// The variables of an external template, and the only way out for facts: what was public already, and times. A template can show only what is
/// here, so nothing internal (summary, comments, people, key, reasons) can get out by a mistake in a template.
/// </summary>
public static class ExternalModel
{
    public static ScriptObject Of(PostmortemFacts facts) => facts.WasPublic ? Public(facts) : new ScriptObject { ["was_public"] = false };

    private static ScriptObject Public(PostmortemFacts facts) => new()
    {
        ["was_public"] = true,
        ["title"] = MarkdownText.Inline(facts.PublicTitle),
        ["components"] = InternalModel.List(facts.Components, InternalModel.ComponentOf),
        ["component_names"] = MarkdownText.Inline(Names([.. facts.Components.Select(component => component.Name)])),
        ["moments"] = InternalModel.MomentsOf(facts.Moments),
        ["was_identified"] = facts.Moments.IdentifiedAt is not null,
        ["was_mitigated"] = facts.Moments.MitigatedAt is not null,
        ["reopenings"] = facts.Reopenings,
        ["updates"] = InternalModel.List(facts.PublicWords, UpdateOf),
    };

    private static string Names(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "our services",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };

    private static ScriptObject UpdateOf(PublicWord word) => new()
    {
        ["at"] = Shown.Time(word.At),
        ["stage"] = word.Stage.Label(),
        ["is_correction"] = word.IsCorrection,
        ["lines"] = new ScriptArray(MarkdownText.Lines(word.Words)),
    };
}
