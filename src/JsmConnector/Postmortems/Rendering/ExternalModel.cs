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
        ["steps"] = InternalModel.List(Steps(facts), step => new ScriptObject { ["kind"] = step.Kind, ["at"] = words.Outside(step.At) }),
        ["period"] = words.Period(facts.Moments.ImpactStarted.Value, facts.Moments.Resolved?.Value),
        ["is_one_stretch"] = facts.Components.Count < 2 && facts.Reopenings.Count == 0,
        ["was_identified"] = facts.Moments.Identified is not null,
        ["was_mitigated"] = facts.Moments.Mitigated is not null,
        ["was_measured"] = facts.Moments.ToResolve is not null,
        ["was_resolved"] = facts.Moments.Resolved is not null,
        ["reopenings"] = facts.Reopenings.Count,
        ["updates"] = InternalModel.List(facts.PublicWords.Where(word => !word.IsHolding), word => UpdateOf(word, words)),
        ["unchanged_count"] = facts.PublicWords.Count(word => word.IsHolding),
    };

    /// <summary>In the order in which they happened, whatever people corrected: each fix and each return is told, what we believed in between too.</summary>
    private static IEnumerable<(string Kind, DateTimeOffset At)> Steps(PostmortemFacts facts)
    {
        var (isOver, wasIdentified) = (false, false);
        foreach (var change in facts.StageChanges)
        {
            if (isOver && change.Stage.IsOpen())
                yield return ("came_back", change.At.Value);
            else if (change.Stage == Stage.Identified && !wasIdentified)
                yield return ("identified", change.At.Value);
            else if (change.Stage == Stage.Monitoring)
                yield return ("mitigated", change.At.Value);
            else if (!change.Stage.IsOpen() && change.At.Value < facts.Moments.Resolved?.Value)
                yield return ("believed_over", change.At.Value);
            (isOver, wasIdentified) = (!change.Stage.IsOpen(), wasIdentified || change.Stage == Stage.Identified);
        }
        if (facts.Moments.Resolved is { } resolved)
            yield return ("resolved", resolved.Value);
    }

    private static ScriptObject MomentsOf(Moments moments, DocumentWords words) => new()
    {
        ["started_at"] = words.Outside(moments.ImpactStarted.Value),
        ["identified_at"] = words.Outside(moments.Identified?.Value),
        ["mitigated_at"] = words.Outside(moments.Mitigated?.Value),
        ["first_resolved_at"] = words.Outside(moments.FirstResolved?.Value),
        ["resolved_at"] = words.Outside(moments.Resolved?.Value),
        ["duration"] = words.Length(moments.ToResolve),
    };

    private static ScriptObject UpdateOf(PublicWord word, DocumentWords words) => new()
    {
        ["at"] = words.Outside(word.At),
        ["stage"] = words.Stage(word.Stage),
        ["is_correction"] = word.IsCorrection,
        ["lines"] = new ScriptArray(MarkdownText.Lines(word.Words)),
    };
}
