using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;
using Scriban.Runtime;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>The variables of an internal template: plain text that is safe in Markdown, nothing of the app's objects.</summary>
public sealed class InternalModel(PostmortemFacts facts, DocumentWords words)
{
    public static ScriptObject Of(PostmortemFacts facts, DocumentWords words, IReadOnlyList<ActionLine>? actions = null) =>
        new InternalModel(facts, words).Make(actions ?? []);

    private ScriptObject Make(IReadOnlyList<ActionLine> actions) => new()
    {
        ["key"] = MarkdownText.Inline(facts.IssueKey),
        ["ticket"] = Shown.Link(facts.IssueKey, facts.IssueUrl),
        ["summary"] = facts.Summary is null ? words.NotRecorded : MarkdownText.Inline(facts.Summary),
        ["title"] = MarkdownText.Inline(facts.TitleIn(words)),
        ["class"] = MarkdownText.Inline(words.Class(facts.Class)),
        ["worst_severity"] = words.Number(facts.WorstSeverity),
        ["was_public"] = facts.WasPublic,
        ["moments"] = MomentsOf(facts.Moments),
        ["reopenings"] = facts.Reopenings.Count,
        ["reopened"] = List(facts.Reopenings, fact => new ScriptObject { ["at"] = words.Time(fact.Value), ["evidence"] = Evidence(fact.From) }),
        ["hand_offs"] = words.Number(facts.HandOffs?.Count),
        ["hand_off_list"] = List(facts.HandOffs ?? [], HandOffOf),
        ["severity_times"] = List(facts.SeverityTimes, time => new ScriptObject { ["level"] = words.Number(time.Level), ["length"] = words.Length(time.Length) }),
        ["responders"] = List(facts.Responders, person => new ScriptObject { ["name"] = MarkdownText.Inline(person.Name), ["since"] = words.Time(person.FirstSeenAt) }),
        ["components"] = List(facts.Components, component => ComponentOf(component, words)),
        ["voice"] = VoiceOf(facts.Voice),
        ["timeline"] = List(facts.Timeline, RowOf),
        ["sent"] = List(facts.Sent, SentOf),
        ["links"] = facts.Surroundings.Links is { } links ? List(links, LinkOf) : null,
        ["service_levels"] = facts.Surroundings.ServiceLevels is { } levels ? List(levels, LevelOf) : null,
        ["approvals"] = facts.Surroundings.Approvals is { } approvals ? List(approvals, ApprovalOf) : null,
        ["quotes"] = QuotesOf(),
        ["corrections"] = List(facts.Corrections, CorrectionOf),
        ["actions"] = List(actions, ActionOf),
        ["gaps"] = new ScriptArray(facts.MissingHistory is { } why ? [MarkdownText.Inline(words.Missing(why))] : []),
        ["gathered_at"] = words.Time(facts.GatheredAt),
    };

    internal static ScriptArray List<T>(IEnumerable<T> values, Func<T, object> shown) => new(values.Select(shown));

    internal static ScriptObject ComponentOf(ComponentImpact component, DocumentWords words) => new()
    {
        ["name"] = MarkdownText.Inline(component.Name),
        ["worst"] = words.Status(component.Worst),
        ["length"] = words.Length(component.Length),
    };

    private ScriptObject MomentsOf(Moments moments) => new()
    {
        ["created_at"] = words.Time(moments.Created.Value),
        ["started_at"] = At(moments.ImpactStarted),
        ["detected_at"] = At(moments.Detected),
        ["acknowledged_at"] = At(moments.Acknowledged),
        ["identified_at"] = At(moments.Identified),
        ["mitigated_at"] = At(moments.Mitigated),
        ["first_resolved_at"] = At(moments.FirstResolved),
        ["resolved_at"] = At(moments.Resolved),
        ["was_acknowledged"] = moments.Acknowledged is not null,
        ["was_mitigated"] = moments.Mitigated is not null,
        ["to_detect"] = words.Length(moments.ToDetect),
        ["to_acknowledge"] = words.Length(moments.ToAcknowledge),
        ["to_mitigate"] = words.Length(moments.ToMitigate),
        ["duration"] = words.Length(moments.ToResolve),
        ["open_for"] = words.Length(facts.OpenFor),
        ["came_back"] = facts.Reopenings.Count > 0 && facts.OpenFor < moments.ToResolve,
        ["later_fixes"] = List(facts.StageChanges.Where(change => change.Stage == Stage.Monitoring && change.At.Value > moments.Mitigated?.Value), change => At(change.At)),
    };

    /// <summary>The time, how sure it is, and its source.</summary>
    private string At(Fact<DateTimeOffset>? fact)
    {
        if (fact is null)
            return words.NotRecorded;
        var told = words.Time(fact.Value) + words.Certainty(fact.From.Certainty);
        return fact.From is { Certainty: Certainty.Recorded, Url: not null } ? $"{told} ({Evidence(fact.From)})" : told;
    }

    private static string Evidence(Evidence evidence) => Shown.Link(evidence.Key, evidence.Url);

    private ScriptObject HandOffOf(HandOff handOff) => new()
    {
        ["at"] = words.Time(handOff.At),
        ["from"] = MarkdownText.Inline(handOff.From),
        ["to"] = MarkdownText.Inline(handOff.To),
        ["evidence"] = Evidence(handOff.Evidence),
    };

    private ScriptObject VoiceOf(PublicVoice voice) => new()
    {
        ["was_said"] = voice.FirstWordAt is not null,
        ["first_internal_word_at"] = At(voice.FirstInternalWordAt),
        ["first_word_at"] = At(voice.FirstWordAt),
        ["to_first_word"] = words.Length(voice.ToFirstWord),
        ["longest_silence"] = words.Length(voice.LongestSilence?.Value),
        ["silence_after"] = voice.LongestSilence is { } silence ? Evidence(silence.From) : "",
        ["promises"] = words.Rate(voice.PromisesKept, voice.PromisesMade),
        ["words"] = words.Number(facts.PublicWords.Count),
    };

    private ScriptObject RowOf(TimelineRow row) => new()
    {
        ["at"] = words.Seconds(row.At),
        ["kind"] = MarkdownText.Inline(row.Kind),
        ["text"] = Shown.Cell(words.Row(row)),
        ["visibility"] = words.Seen(row.Visibility),
        ["actor"] = MarkdownText.Inline(row.Actor),
        ["evidence"] = Shown.Link(row.Evidence, row.EvidenceUrl),
    };

    private ScriptObject SentOf(Sent sent) => new()
    {
        ["destination"] = MarkdownText.Inline(words.Destination(sent.Channel, sent.Destination)),
        ["delivered"] = words.Number(sent.Delivered),
        ["failed"] = words.Number(sent.Failed),
        ["skipped"] = words.Number(sent.Skipped),
        ["waiting"] = words.Number(sent.Waiting),
        ["problem"] = MarkdownText.Inline(sent.LastProblem),
    };

    private ScriptObject LinkOf(LinkedTicket link) => new()
    {
        ["ticket"] = Shown.Link(link.Key, link.Url),
        ["relation"] = MarkdownText.Inline(link.Relation),
        ["summary"] = MarkdownText.Inline(link.Summary),
        ["status"] = link.Status is null ? words.NotRecorded : MarkdownText.Inline(link.Status),
    };

    private ScriptObject LevelOf(ServiceLevel level) => new()
    {
        ["name"] = MarkdownText.Inline(level.Name),
        ["goal"] = words.Length(level.Goal),
        ["elapsed"] = words.Length(level.Elapsed),
        ["is_breached"] = level.IsBreached,
    };

    private ScriptObject ApprovalOf(TicketApproval approval) => new()
    {
        ["name"] = MarkdownText.Inline(approval.Name),
        ["decision"] = MarkdownText.Inline(words.Decision(approval.Decision)),
        ["at"] = words.Time(approval.DecidedAt),
        ["by"] = approval.Approvers.Count == 0 ? words.NotRecorded : MarkdownText.Inline(words.Names(approval.Approvers)),
    };

    private ScriptObject QuotesOf()
    {
        var byAbout = new ScriptObject();
        foreach (var about in Enum.GetValues<QuoteAbout>())
            byAbout[about.ToString().ToLowerInvariant()] = List(facts.Quotes.Where(quote => quote.About == about), QuoteOf);
        return byAbout;
    }

    private ScriptObject QuoteOf(Quote quote) => new()
    {
        ["text"] = MarkdownText.Inline(quote.Text),
        ["author"] = quote.Author is null ? words.NotRecorded : MarkdownText.Inline(quote.Author),
        ["at"] = words.Time(quote.At),
        ["evidence"] = Evidence(quote.Evidence),
    };

    private ScriptObject CorrectionOf(Correction correction) => new()
    {
        ["moment"] = words.Moment(correction.Moment),
        ["at"] = words.Time(correction.At),
        ["because"] = MarkdownText.Inline(correction.Because),
    };

    private ScriptObject ActionOf(ActionLine action) => new()
    {
        ["title"] = MarkdownText.Inline(action.Title),
        ["kind"] = MarkdownText.Inline(action.Kind),
        ["owner"] = action.Owner is null ? words.NotRecorded : MarkdownText.Inline(action.Owner),
        ["ticket"] = action.Key is null ? "" : Shown.Link(action.Key, action.Url),
        ["due"] = action.DueOn is { } due ? due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : words.NotRecorded,
        ["state"] = action.State is null ? words.NotRecorded : MarkdownText.Inline(action.State),
    };
}

/// <summary>An action item as a document shows it.</summary>
public sealed record ActionLine(string Title, string Kind, string? Owner, string? Key, string? Url, DateOnly? DueOn, string? State);
