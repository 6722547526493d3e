using System.Text.RegularExpressions;

namespace JsmConnector.Incidents.Wording.Checks;

/// <summary>What must not be read outside: machines, people, tickets, secrets, and a time of repair that nobody can keep. Pure.</summary>
public static class FindLeaks
{
    private const int LongestShown = 60, ShortestQuote = 15;
    private static readonly string[] People = ["roles.commander", "roles.comms_lead", "work.owner", "postmortem.owner"];

    /// <param name="field">As the answer of the API names it.</param>
    public static IEnumerable<Finding> In(string words, string field, InsideKnowledge inside)
    {
        var text = WithoutPublicNames(words, inside.Components);
        return
        [
            .. Found(LeakPatterns.Secret(), words, what => new Finding("secret", field, Masked(what), "This looks like a password, a key or a token.", "Take it out, and change it: it was typed where others can read it.", false)),
            .. Found(LeakPatterns.Address4(), text, what => Of("address", what, "This is the address of a machine.", "Say which service is meant.")),
            .. Found(LeakPatterns.Address6(), text, what => Of("address", what, "This is the address of a machine.", "Say which service is meant.")),
            .. Found(LeakPatterns.PrivateHost(), text, what => Of("host", what, "This is the name of a machine inside.", "Say which service is meant.")),
            .. Found(LeakPatterns.MachineName(), text, what => Of("host", what, "This looks like the name of a machine.", "Say which service is meant.")),
            .. Found(LeakPatterns.MailAddress(), Without(text, inside, "links.alt_contact"), what => Of("person", what, "This is an e-mail address.", "Name the status page or the service portal instead.")),
            .. Found(LeakPatterns.Mention(), text, what => Of("person", what, "This names an account.", "Say what is being done, not by whom.")),
            .. Tickets(text, inside).Select(what => Of("ticket", what, "This is the key of a ticket.", "Readers outside cannot open it: leave it out.")),
            .. Found(LeakPatterns.Vulnerability(), text, what => Of("vulnerability", what, "This names a vulnerability.", "Name it only when the people responsible for security agree.")),
            .. Found(LeakPatterns.MachineTalk(), text, what => Of("machine-talk", what, "This is the language of a machine.", "Say what readers cannot do.")),
            .. Quotes(text, inside).Select(found => Of(found.Kind, found.What, found.Reason, found.Mend)),
            .. RepairTimes.In(Without(text, inside, "impact.backlog_eta")).Select(what => Of("repair-time", what, "This promises when it will work again.", "Say when you write next; nobody knows when it will be solved, and a broken promise is remembered.")),
        ];

        Finding Of(string kind, string what, string reason, string mend) => new(kind, field, Cut(what), reason, mend);
    }

    private static IEnumerable<Finding> Found(Regex pattern, string text, Func<string, Finding> finding) =>
        pattern.Matches(text).Select(match => match.Value.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Take(5).Select(finding);

    private static IEnumerable<string> Tickets(string text, InsideKnowledge inside) => LeakPatterns.TicketKey().Matches(text).Select(match => match.Value)
        .Where(key => key == inside.IssueKey || !LeakPatterns.NoTicketKey().IsMatch(key)).Distinct(StringComparer.Ordinal).Take(5);

    private static IEnumerable<(string Kind, string What, string Reason, string Mend)> Quotes(string text, InsideKnowledge inside)
    {
        if (inside.Summary?.Trim() is { Length: >= ShortestQuote } summary && text.Contains(summary, StringComparison.OrdinalIgnoreCase))
            yield return ("ticket-text", summary, "This is the summary of the ticket, word by word.", "Write it anew for readers who do not know the inside.");
        foreach (var (name, answer) in inside.Answers.Where(answer => FactNames.Internal.Contains(answer.Key, StringComparer.Ordinal)))
        {
            // What support is to say, and what employees are to do, is made to be repeated.
            if (name.StartsWith("support.", StringComparison.Ordinal) || name.StartsWith("employee.", StringComparison.Ordinal) || !Answers.IsKnown(answer))
                continue;
            if (People.Contains(name, StringComparer.Ordinal) && IsNamed(text, answer))
                yield return ("person", answer, "This names a person of the team.", "Say what is being done, not by whom.");
            else if (answer.Trim().Length >= ShortestQuote && text.Contains(answer.Trim(), StringComparison.OrdinalIgnoreCase))
                yield return ("internal-answer", answer, $"This was answered for readers inside ({name}).", "Write it anew for readers outside.");
        }
    }

    private static bool IsNamed(string text, string person) => person.Trim().Length >= 4
        && Regex.IsMatch(text, $@"\b{Regex.Escape(person.Trim())}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    /// <summary>
    /// A component may be called like a machine or an address: it is public by that name already. Only where the name stands by itself: the API is public,
    /// `mail-api-03`, `api.internal` and `API-12` are not.
    /// </summary>
    private static string WithoutPublicNames(string text, IReadOnlyList<string> names) =>
        names.Where(name => name.Length > 0).Aggregate(text, (rest, name) => Regex.Replace(
            rest, $@"(?<![\w-]|\w[.]){Regex.Escape(name)}(?![\w-]|[.]\w)", "…", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));

    private static string Without(string text, InsideKnowledge inside, string answer) =>
        inside.Answers.GetValueOrDefault(answer)?.Trim() is { Length: > 0 } given ? text.Replace(given, "…", StringComparison.OrdinalIgnoreCase) : text;

    private static string Cut(string text) => text.Length <= LongestShown ? text : text[..LongestShown].TrimEnd() + "…";

    private static string Masked(string secret) => $"{secret[..Math.Min(4, secret.Length)]}…";
}
