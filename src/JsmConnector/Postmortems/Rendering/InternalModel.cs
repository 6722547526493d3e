using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;
using Scriban.Runtime;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>The variables of an internal template: plain text that is safe in Markdown, nothing of the app's objects.</summary>
public static class InternalModel
{
    public static ScriptObject Of(PostmortemFacts facts) => new()
    {
        ["key"] = MarkdownText.Inline(facts.IssueKey),
        ["ticket"] = Shown.Link(facts.IssueKey, facts.IssueUrl),
        ["summary"] = facts.Summary is null ? Shown.NotRecorded : MarkdownText.Inline(facts.Summary),
        ["title"] = MarkdownText.Inline(facts.PublicTitle),
        ["class"] = MarkdownText.Inline(facts.Class),
        ["worst_severity"] = Shown.Number(facts.WorstSeverity),
        ["was_public"] = facts.WasPublic,
        ["moments"] = MomentsOf(facts.Moments),
        ["reopenings"] = facts.Reopenings,
        ["hand_offs"] = Shown.Number(facts.HandOffs),
        ["severity_times"] = List(facts.SeverityTimes, time => new ScriptObject { ["level"] = Shown.Number(time.Level), ["length"] = Shown.Length(time.Length) }),
        ["responders"] = List(facts.Responders, person => new ScriptObject { ["name"] = MarkdownText.Inline(person.Name), ["since"] = Shown.Time(person.FirstSeenAt) }),
        ["components"] = List(facts.Components, ComponentOf),
        ["voice"] = VoiceOf(facts),
        ["timeline"] = List(facts.Timeline, RowOf),
        ["sent"] = List(facts.Sent, SentOf),
        ["gaps"] = new ScriptArray(facts.Gaps.Select(MarkdownText.Inline)),
        ["gathered_at"] = Shown.Time(facts.GatheredAt),
    };

    internal static ScriptArray List<T>(IEnumerable<T> values, Func<T, object> shown) => new(values.Select(shown));

    internal static ScriptObject MomentsOf(Moments moments) => new()
    {
        ["started_at"] = Shown.Time(moments.StartedAt),
        ["acknowledged_at"] = Shown.Time(moments.AcknowledgedAt),
        ["identified_at"] = Shown.Time(moments.IdentifiedAt),
        ["mitigated_at"] = Shown.Time(moments.MitigatedAt),
        ["first_resolved_at"] = Shown.Time(moments.FirstResolvedAt),
        ["resolved_at"] = Shown.Time(moments.ResolvedAt),
        ["was_acknowledged"] = moments.AcknowledgedAt is not null,
        ["was_mitigated"] = moments.MitigatedAt is not null,
        ["to_acknowledge"] = Shown.Length(moments.ToAcknowledge),
        ["to_mitigate"] = Shown.Length(moments.ToMitigate),
        ["duration"] = Shown.Length(moments.ToResolve),
    };

    internal static ScriptObject ComponentOf(ComponentImpact component) => new()
    {
        ["name"] = MarkdownText.Inline(component.Name),
        ["worst"] = component.Worst?.Label() ?? Shown.NotRecorded,
        ["length"] = Shown.Length(component.Length),
    };

    private static ScriptObject VoiceOf(PostmortemFacts facts) => new()
    {
        ["was_said"] = facts.Voice.FirstWordAt is not null,
        ["first_word_at"] = Shown.Time(facts.Voice.FirstWordAt),
        ["to_first_word"] = Shown.Length(facts.Voice.ToFirstWord),
        ["longest_silence"] = Shown.Length(facts.Voice.LongestSilence),
        ["promises"] = Shown.Rate(facts.Voice.PromisesKept, facts.Voice.PromisesMade),
        ["words"] = Shown.Number(facts.PublicWords.Count),
    };

    private static ScriptObject RowOf(TimelineRow row) => new()
    {
        ["at"] = Shown.Seconds(row.At),
        ["kind"] = MarkdownText.Inline(row.Kind),
        ["text"] = MarkdownText.Inline(Shortened(row.Text)),
        ["visibility"] = row.Visibility == Visibility.Public ? "public" : "internal",
        ["actor"] = MarkdownText.Inline(row.Actor),
        ["evidence"] = Shown.Link(row.Evidence, row.EvidenceUrl),
    };

    private static ScriptObject SentOf(Sent sent) => new()
    {
        ["destination"] = MarkdownText.Inline(Sendings.Name(sent.Channel, sent.Destination)),
        ["delivered"] = Shown.Number(sent.Delivered),
        ["failed"] = Shown.Number(sent.Failed),
        ["skipped"] = Shown.Number(sent.Skipped),
        ["waiting"] = Shown.Number(sent.Waiting),
        ["problem"] = MarkdownText.Inline(sent.LastProblem),
    };

    /// <summary>A table cell wants a line; the whole text is behind the evidence link.</summary>
    private static string Shortened(string text)
    {
        const int Longest = 400;
        if (text.Length <= Longest)
            return text;
        var cut = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return string.Concat(text.AsSpan(0, cut), "…");
    }
}
