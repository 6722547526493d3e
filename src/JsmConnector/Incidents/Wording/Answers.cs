using JsmConnector.Platform.Languages;

namespace JsmConnector.Incidents.Wording;

/// <summary>What people answered to the questions of an incident. "None known" and "unknown" are answers; empty is none. Pure.</summary>
public static class Answers
{
    public const int LongestAnswer = 2_000, Most = 100;
    private static readonly HashSet<string> None = new(StringComparer.OrdinalIgnoreCase) { "none", "none known", "nothing", "nothing known", "-", "–", "n/a", "keine", "keine bekannt", "nichts", "nichts bekannt" };
    private static readonly HashSet<string> Unknown = new(StringComparer.OrdinalIgnoreCase) { "unknown", "not known", "not known yet", "not yet known", "unbekannt", "nicht bekannt", "noch nicht bekannt", "noch unbekannt" };

    /// <summary>Where "none known" means that there is nothing to do, or nothing that follows.</summary>
    private static readonly HashSet<string> Tasks = new(StringComparer.Ordinal)
    {
        "customer.action_required", "customer.security_action", "employee.what_to_do", "work.needs", "work.decision_needed", "correction.effect", "update.what_changed",
    };

    /// <summary>Where "none known" means that nobody does it yet.</summary>
    private static readonly HashSet<string> People = new(StringComparer.Ordinal) { "roles.commander", "roles.comms_lead", "work.owner", "postmortem.owner" };

    /// <summary>Times, and how things are to be done: where none is known, nobody knows it yet.</summary>
    private static readonly HashSet<string> Pending = new(StringComparer.Ordinal)
    {
        "impact.metric_plain", "impact.backlog_eta", "impact.backlog_cleared_at", "impact.data_window", "recovery.plan", "upstream.recovered_at",
        "work.eta_internal", "work.confidence", "work.exit_criterion", "postmortem.due_at", "maintenance.starts_at", "maintenance.ends_at", "maintenance.completed_at",
    };

    /// <summary>"Nothing" here can be the best news or none at all: only that nobody knows it yet is said.</summary>
    private static readonly HashSet<string> Outcomes = new(StringComparer.Ordinal) { "impact.data_outcome", "security.outcome" };

    /// <summary>Where readers have no use for the news that there is none.</summary>
    private static readonly HashSet<string> OnlyWhenKnown = new(StringComparer.Ordinal)
    {
        "customer.stop_action", "links.alt_contact", "upstream.status_url", "upstream.our_mitigation", "upstream.our_followup", "work.fix_public", "impact.summary_public", "roles.chat_url",
        "retraction.reason", "retraction.apology", "support.do_not_say", "support.tag", "support.verify_steps", "support.bulk_reply", "support.reopen_rule",
    };

    public static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    /// <summary>Neither "none known" nor "unknown": those are answers, and no knowledge.</summary>
    public static bool IsKnown(string answer) => Bare(answer) is var bare && !None.Contains(bare) && !Unknown.Contains(bare);

    /// <summary>An answer as a text prints it: that there is none, or that nobody knows yet, in the reader's language and as the question wants it.</summary>
    /// <returns>Null for what is not said at all.</returns>
    public static string? Printed(string name, string answer, Language language) => answer switch
    {
        _ when IsKnown(answer) => answer,
        _ when OnlyWhenKnown.Contains(name) => null,
        _ when Unknown.Contains(Bare(answer)) || Pending.Contains(name) => language["not-known-yet"],
        _ when Outcomes.Contains(name) => null,
        _ when People.Contains(name) => language["nobody-yet"],
        _ => language[Tasks.Contains(name) ? "nothing" : "none-known"],
    };

    private static string Bare(string answer) => answer.Trim().TrimEnd('.').TrimEnd();

    /// <returns>Null when nobody answered, and where the answer is that there is none.</returns>
    public static string? Known(string? answer) => Given(answer) is { } given && IsKnown(given) ? given : null;

    /// <returns>Null when nobody answered.</returns>
    public static string? Given(string? answer) => string.IsNullOrWhiteSpace(answer) ? null : answer.Trim();

    /// <summary>True of one update only: the next one has news and mistakes of its own.</summary>
    private static readonly HashSet<string> Once = new(StringComparer.Ordinal) { "update.what_changed", "correction.wrong", "correction.right", "correction.effect" };

    /// <summary>What stands of the answers of an earlier update.</summary>
    public static IReadOnlyDictionary<string, string> Standing(IReadOnlyDictionary<string, string>? before) =>
        before is null || before.Count == 0 ? Nothing : before.Where(answer => !Once.Contains(answer.Key)).ToDictionary(answer => answer.Key, answer => answer.Value, StringComparer.Ordinal);

    /// <summary>
    /// What stands of what was answered last. Once an incident became one of which only people speak, or is one no more, the answers given until then stand
    /// for the team alone: somebody says the others anew, and whoever approves reads them.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Standing(IncidentUpdate? last, Incident incident) =>
        last is not null && last.Class != incident.Class && (IncidentClasses.OnlyPeopleSpeak(incident.Class) || IncidentClasses.OnlyPeopleSpeak(last.Class ?? ""))
            ? Standing(last.Answers.Where(answer => FactNames.StaysWithTheTeam(answer.Key)).ToDictionary(answer => answer.Key, answer => answer.Value, StringComparer.Ordinal))
            : Standing(last?.Answers);

    /// <summary>What stands, with what was said now in its place; an empty answer takes one back.</summary>
    public static IReadOnlyDictionary<string, string> After(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string>? now)
    {
        var answers = new Dictionary<string, string>(Standing(before), StringComparer.Ordinal);
        if (now is null)
            return answers;
        foreach (var (name, answer) in now)
        {
            if (Given(answer) is { } given)
                answers[name] = given;
            else
                answers.Remove(name);
        }
        return answers;
    }

    /// <summary>What is wrong with answers, by name.</summary>
    public static (string Name, string Reason, string Mend)? Mistake(IReadOnlyDictionary<string, string> answers)
    {
        if (answers.Count > Most)
            return ("", $"There are more than {Most} answers.", "Leave out what is empty.");
        foreach (var (name, answer) in answers)
        {
            if (!FactNames.MayBeAnswered(name))
                return (name, "There is no such question.", "docs/communication.md lists them.");
            if (answer?.Length > LongestAnswer)
                return (name, $"The answer is longer than {LongestAnswer} characters.", "Shorten it.");
            if (answer?.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')) == true)
                return (name, "The answer holds control characters.", "Type it anew.");
        }
        return null;
    }
}
