using System.Globalization;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Incidents.Wording;

/// <summary>All that a text can be told in one language: what people answered, and what the app knows by itself, which always wins. Pure.</summary>
public static class KnownFacts
{
    public static IReadOnlyDictionary<string, string?> Of(Telling telling, Language language, WordSettings settings)
    {
        var facts = telling.Answers.ToDictionary(answer => answer.Key, answer => (string?)answer.Value, StringComparer.Ordinal);
        foreach (var (name, value) in Own(telling, language, settings))
            facts[name] = value;
        var lead = facts.GetValueOrDefault("roles.comms_lead");
        facts["roles.comms_lead"] = Answers.Known(lead) ?? telling.Incident.CommunicationLeadName ?? lead;
        // Support says what customers read unless somebody wrote them words of their own.
        var say = Answers.Known(facts.GetValueOrDefault("support.say"));
        (facts["support.say"], facts["support.customers_read"]) = say is null ? (telling.CustomerWords, null) : (say, telling.CustomerWords);
        return facts;
    }

    private static IEnumerable<(string Name, string? Value)> Own(Telling telling, Language language, WordSettings settings)
    {
        var (incident, names) = (telling.Incident, telling.Incident.AffectedNames());
        var components = names.Count == 0 ? language["our-services"] : language.ListWith(names);
        var end = incident.ResolvedAt ?? telling.At;
        yield return ("company", Answers.Given(settings.Company));
        yield return ("incident.key", incident.IssueKey);
        yield return ("incident.url", telling.TicketUrl);
        yield return ("incident.severity", incident.Severity.Level.ToString(CultureInfo.InvariantCulture));
        yield return ("incident.stage", telling.Stage.Name());
        yield return ("incident.public_title", TitleIn(incident, language));
        yield return ("incident.started_at", language.Clock(incident.StartedAt, telling.At));
        yield return ("incident.mitigated_at", language.Clock(MitigatedAt(telling), telling.At));
        yield return ("incident.resolved_at", telling.Stage.IsOpen() ? null : language.Clock(end, telling.At));
        yield return ("incident.duration", telling.Stage.IsOpen() ? null : language.Duration(Length(incident.StartedAt, end)));
        yield return ("impact.components", components);
        yield return ("impact.services", names.Count == 0 ? language["our-services-named"] : language.List(names));
        yield return ("impact.state", incident.Severity.Effect == ComponentStatus.Operational ? null : language.Status(incident.Severity.Effect.Name()));
        yield return ("links.status_page", telling.StatusPageUrl);
        yield return ("update.next_at", telling.NextUpdateAt is { } next ? language.Clock(next, telling.At) : null);
        yield return ("update.late", telling.Late is { } late ? language.Say("said.late", language.Duration(late)) : null);
        yield return ("update.is_earlier", telling.IsEarlier ? "yes" : null);
        yield return ("update.last_posted_at", telling.Before is [.., var last] ? language.Clock(last.PublishedAt, telling.At) : null);
        yield return (FactNames.CustomerWords, telling.CustomerWords);
        yield return ("comms.summary", telling.Before.Count == 0 ? null : language.Say("said.so-far", telling.Before.Count + 1, language.Duration(Length(incident.StartedAt, telling.Before[0].PublishedAt))));
        yield return ("retraction.original_update", telling.Before is [var first, ..] ? language.Clock(first.PublishedAt, telling.At) : null);
    }

    private static TimeSpan Length(DateTimeOffset from, DateTimeOffset until) => until > from ? until - from : TimeSpan.Zero;

    /// <summary>The title as readers of a language see it: the neutral one is said in their own.</summary>
    public static string TitleIn(Incident incident, Language language)
    {
        if (language.Tag == Language.Fallback)
            return incident.PublicTitle;
        var names = incident.AffectedNames();
        return incident.WrittenTitle ?? language.Say("problem-with", names.Count == 0 ? language["our-services"] : language.ListWith(names));
    }

    /// <summary>Since when the fix is in place: the first word of the last time that somebody watched it.</summary>
    private static DateTimeOffset MitigatedAt(Telling telling) =>
        telling.Before.Reverse().TakeWhile(update => update.Stage == Stage.Monitoring).LastOrDefault()?.PublishedAt ?? telling.At;
}
