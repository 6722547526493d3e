using JsmConnector.Deliveries;
using JsmConnector.Incidents.Wording;
using JsmConnector.Incidents.Wording.Approvals;
using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents;

/// <summary>Public words that a person wrote.</summary>
/// <param name="Stage">Null keeps the incident's stage.</param>
/// <param name="NextUpdateAt">Null lets the policy choose.</param>
/// <param name="CorrectionOf">Public id of the update that this one corrects.</param>
public sealed record SpokenWords(string Author, string Customers, string? Title, Stage? Stage, DateTimeOffset? NextUpdateAt, string? CorrectionOf)
{
    /// <summary>Public id of the last update that the author had read; empty when there was none; null when the author cannot say, which checks nothing.</summary>
    public string? LastReadUpdate { get; init; }

    /// <summary>States of components, by their public id. What is left out stays as it is.</summary>
    public IReadOnlyDictionary<string, ComponentStatus> States { get; init; } = new Dictionary<string, ComponentStatus>();

    /// <summary>Words for single other audiences, by name.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = Wording.Answers.Nothing;

    /// <summary>What the author answered about the incident; what is left out stands as before, what is empty is taken back.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = Wording.Answers.Nothing;

    /// <summary>Kinds of findings that the author has read and means.</summary>
    public IReadOnlyCollection<string> Accepted { get; init; } = [];

    /// <summary>Which text the words for customers are, left as they were offered; null: the author wrote them.</summary>
    public string? About { get; init; }

    /// <summary>Chosen when the form was made, so that a form sent twice is one update.</summary>
    public UpdateId? Id { get; init; }
}

public abstract record Spoken
{
    public sealed record Said(IncidentUpdate Update) : Spoken;

    /// <summary>Somebody spoke since the author read; nothing was said.</summary>
    public sealed record Overtaken(IncidentUpdate Newest) : Spoken;

    /// <summary>The words hold, or lack, what readers outside must not or must read; nothing was said.</summary>
    public sealed record Held(IReadOnlyList<Finding> Findings) : Spoken;

    public sealed record Refused(string Field, string Reason, string Mend) : Spoken;
}

/// <summary>Publishes an update that a person wrote: one row, one promise, the deliveries that the reactions plan.</summary>
public sealed class SpeakInPublic(
    JsmConnectorContext database, CurrentSettings settings, PlanDeliveries planDeliveries, ApproveWords approvals, DeliveriesBell bell, TimeProvider clock)
{
    public const int LongestWords = 25_000;
    public const int LongestTitle = 255;

    public async Task<Spoken> SayAsync(Incident incident, SpokenWords words, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Refuse(incident, words, now) is { } refusal)
            return refusal;
        var updates = await database.Set<IncidentUpdate>().Where(u => u.IncidentId == incident.Id).OrderBy(u => u.Number).ToListAsync(cancellationToken);
        if (Earlier(incident, words, updates) is { } answer)
            return answer;
        var corrected = words.CorrectionOf is { } id ? updates.FirstOrDefault(u => u.Id.Public() == id) : null;
        if (words.CorrectionOf is not null && corrected is null)
            return new Spoken.Refused("id", $"The update {words.CorrectionOf} is not one of this incident.", "Take an id from `updates` of the incident.");

        var current = await settings.GetAsync(incident.InstallationId, cancellationToken);
        var answers = Answers.After(Answers.Standing(updates.LastOrDefault(), incident), words.Answers);
        var findings = CheckWords.Of(incident, words, answers, current.Words);
        IReadOnlyList<Finding> missing = [.. await UnapprovedAsync(incident, words, answers, current.Words, cancellationToken)];
        if (missing.Count > 0 || findings.Any(finding => !IsAccepted(finding, words)))
            return new Spoken.Held([.. findings, .. missing]);

        var (before, promised) = (incident.Stage, incident.NextUpdateAt);
        Take(incident, words, now, current.Promises);
        var said = new Words(incident.Stage, words.Customers.Trim(), words.Author, corrected?.Id)
        {
            Id = words.Id,
            About = words.About,
            Answers = answers,
            Others = words.Others.Where(other => !string.IsNullOrWhiteSpace(other.Value)).ToDictionary(other => other.Key, other => other.Value.Trim(), StringComparer.Ordinal),
        };
        var update = await IncidentRows.SayAsync(database, incident, said, now, clock, cancellationToken);
        await Timeline.AppendAsync(database, incident.InstallationId, incident.IssueId, [.. Timeline.Said(update, promised), .. Timeline.Accepted(update, findings)], cancellationToken);
        planDeliveries.For(new IncidentChange(incident, update, before, current, now)
        {
            WorstSeverityBefore = incident.WorstSeverity,
        });
        await database.SaveChangesAsync(cancellationToken);
        bell.Ring();
        return new Spoken.Said(update);
    }

    private async Task<IEnumerable<Finding>> UnapprovedAsync(
        Incident incident, SpokenWords words, IReadOnlyDictionary<string, string> answers, WordSettings settings, CancellationToken cancellationToken)
    {
        if (NeededApprovals.Of(incident.Class, settings).Count == 0)
            return [];
        var given = await approvals.GivenAsync(incident.Id, WordsHash.Of(incident, words, answers), cancellationToken);
        return NeededApprovals.Missing(incident.Class, settings, given, words.Author).Select(CheckWords.Unapproved);
    }

    private static bool IsAccepted(Finding finding, SpokenWords words) => finding.MayBeAccepted && words.Accepted.Contains(finding.Kind, StringComparer.Ordinal);

    /// <summary>What the words change in the incident. A preview takes them into an incident that nobody saves.</summary>
    public static void Take(Incident incident, SpokenWords words, DateTimeOffset now, PromiseSettings? own)
    {
        incident.WrittenTitle = words.Title?.Trim() is { Length: > 0 } title ? title : incident.WrittenTitle;
        incident.Stage = words.Stage ?? incident.Stage;
        foreach (var component in incident.Components)
            component.SpokenStatus = SpokenStatus(component, incident, words);
        incident.ResolvedAt = incident.Stage.IsOpen() ? null : incident.ResolvedAt ?? now;
        incident.NextUpdateAt = incident.Stage.IsOpen() && words.NextUpdateAt is { } chosen
            ? PromisePolicy.Chosen(chosen, now)
            : PromisePolicy.NextUpdateAt(incident.Stage, incident.Severity, now, own);
    }

    /// <summary>What the ticket says already is not held against its next change, and an end ends it.</summary>
    private static ComponentStatus? SpokenStatus(IncidentComponent component, Incident incident, SpokenWords words)
    {
        if (!incident.Stage.IsOpen() || !words.States.TryGetValue(component.ComponentId.Public(), out var state))
            return incident.Stage.IsOpen() ? component.SpokenStatus : null;
        return state == component.ToldUnder(incident.Severity) ? null : state;
    }

    private static bool StandsAsSaid(Incident incident, SpokenWords words) => !incident.Stage.IsOpen()
        || incident.Components.TrueForAll(c => !c.IsAffected || !words.States.TryGetValue(c.ComponentId.Public(), out var state) || state == c.StatusUnder(incident.Severity));

    /// <summary>The answer that was given before, when the same form comes again; and the words that came in between, for the author to read first.</summary>
    private static Spoken? Earlier(Incident incident, SpokenWords words, List<IncidentUpdate> updates)
    {
        if (words.Id is { } id && updates.Find(u => u.Id == id) is { } same && same.CustomerWords == words.Customers.Trim() && same.Stage == (words.Stage ?? same.Stage) && StandsAsSaid(incident, words))
            return new Spoken.Said(same);
        var newest = updates.LastOrDefault();
        return words.LastReadUpdate is { } read && newest is not null && newest.Id.Public() != read ? new Spoken.Overtaken(newest) : null;
    }

    /// <summary>What is wrong with the words, in the order in which a reader would notice; null when nothing is.</summary>
    public static Spoken.Refused? Refuse(Incident incident, SpokenWords words, DateTimeOffset now)
    {
        if (!incident.Published)
            return new Spoken.Refused("issueKey", "This incident is not public.", "Remove the security level of the ticket, or reopen it, before speaking about it in public.");
        if (string.IsNullOrWhiteSpace(words.Customers))
            return new Spoken.Refused("words.customers", "There are no words for customers.", "Write what readers cannot do, since when, and what is being done.");
        if (words.Customers.Length > LongestWords)
            return new Spoken.Refused("words.customers", $"The words are longer than {LongestWords} characters.", "Shorten them.");
        if (words.Title?.Length > LongestTitle)
            return new Spoken.Refused("publicTitle", $"The title is longer than {LongestTitle} characters.", "Shorten it.");
        if (words.Others.FirstOrDefault(other => other.Value?.Length > LongestWords || other.Key.Length > 40) is { Key: { } audience })
            return new Spoken.Refused($"words.{audience}", $"The words are longer than {LongestWords} characters, or the audience has no such name.", "Shorten them.");
        if (Answers.Mistake(words.Answers) is var (name, reason, mend))
            return new Spoken.Refused($"answers.{name}", reason, mend);
        if (words.States.Values.Contains(ComponentStatus.UnderMaintenance))
            return new Spoken.Refused("components", "An incident puts no component under maintenance.", "Plan a maintenance, or choose another state.");
        if (words.NextUpdateAt <= now)
            return new Spoken.Refused("nextUpdateAt", "The next update is promised for the past.", "Promise a time ahead, or leave the member out.");
        if (words.NextUpdateAt > now + PromisePolicy.Longest)
            return new Spoken.Refused("nextUpdateAt", "The next update is more than 60 minutes away.", "Promise one within the hour while customers are affected.");
        return null;
    }
}
