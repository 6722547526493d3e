using JsmConnector.Postmortems.Facts;
using Scriban.Runtime;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>
/// The variables of an external template, and the only way out for facts: what was public already, and times. A template can show only what is
/// here, so nothing internal (summary, comments, people, key, reasons) can get out by a mistake in a template.
/// </summary>
public static class ExternalModel
{
    public static ScriptObject Of(PostmortemFacts facts, DocumentWords words) =>
        facts.WasPublic ? Public(facts, words) : new ScriptObject { ["was_public"] = false };

    private static ScriptObject Public(PostmortemFacts facts, DocumentWords words) => new()
    {
        ["was_public"] = true,
        ["title"] = MarkdownText.Inline(facts.TitleIn(words)),
        ["components"] = InternalModel.List(facts.Components, component => InternalModel.ComponentOf(component, words)),
        ["component_names"] = MarkdownText.Inline(words.Names([.. facts.Components.Select(component => component.Name)])),
        ["component_count"] = facts.Components.Count,
        ["moments"] = MomentsOf(facts.Moments, words),
        ["steps"] = InternalModel.List(Steps(facts).OrderBy(step => step.At), step => new ScriptObject { ["kind"] = step.Kind, ["at"] = words.Time(step.At) }),
        ["was_identified"] = facts.Moments.Identified is not null,
        ["was_mitigated"] = facts.Moments.Mitigated is not null,
        ["was_measured"] = facts.Moments.ToResolve is not null,
        ["was_resolved"] = facts.Moments.Resolved is not null,
        ["reopenings"] = facts.Reopenings.Count,
        ["updates"] = InternalModel.List(facts.PublicWords, word => UpdateOf(word, words)),
    };

    /// <summary>In the order in which they happened, whatever people corrected.</summary>
    private static IEnumerable<(string Kind, DateTimeOffset At)> Steps(PostmortemFacts facts)
    {
        if (facts.Moments.Identified is { } identified)
            yield return ("identified", identified.Value);
        if (facts.Moments.Mitigated is { } mitigated)
            yield return ("mitigated", mitigated.Value);
        if (facts.Reopenings.Count > 0 && facts.Moments.FirstResolved is { } first)
            yield return ("believed_over", first.Value);
        if (facts.Moments.Resolved is { } resolved)
            yield return ("resolved", resolved.Value);
    }

    private static ScriptObject MomentsOf(Moments moments, DocumentWords words) => new()
    {
        ["started_at"] = words.Time(moments.ImpactStarted.Value),
        ["identified_at"] = words.Time(moments.Identified?.Value),
        ["mitigated_at"] = words.Time(moments.Mitigated?.Value),
        ["first_resolved_at"] = words.Time(moments.FirstResolved?.Value),
        ["resolved_at"] = words.Time(moments.Resolved?.Value),
        ["duration"] = words.Length(moments.ToResolve),
    };

    private static ScriptObject UpdateOf(PublicWord word, DocumentWords words) => new()
    {
        ["at"] = words.Time(word.At),
        ["stage"] = words.Stage(word.Stage),
        ["is_correction"] = word.IsCorrection,
        ["lines"] = new ScriptArray(MarkdownText.Lines(word.Words)),
    };
}
