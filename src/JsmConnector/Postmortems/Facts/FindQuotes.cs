using System.Text.RegularExpressions;
using JsmConnector.Postmortems.Review;

namespace JsmConnector.Postmortems.Facts;

/// <summary>
/// Comments that may help people to answer a question, picked by plain words in English and German. A hint with its source, never an answer:
/// nothing is concluded from it.
/// </summary>
public static partial class FindQuotes
{
    private const int MostEach = 3;
    private const int Longest = 280;

    public static IReadOnlyList<Quote> In(IReadOnlyList<TimelineRow> timeline) =>
        [.. Enum.GetValues<QuoteAbout>().SelectMany(about => timeline
            .Where(row => row.Kind is "comment" or "chat" && Words(about).IsMatch(row.Text))
            .Select(row => new Quote(about, Sentence(row.Text, Words(about)), row.Actor, row.At, new Evidence(row.Evidence, row.EvidenceUrl)))
            // It stays in the timeline; as a hint it would set the tone.
            .Where(quote => BlamelessHints.In(quote.Text).Count == 0)
            .Take(MostEach))];

    /// <summary>The sentence around the first match, so that the hint is short and still in the author's words.</summary>
    private static string Sentence(string text, Regex words)
    {
        var match = words.Match(text);
        var from = match.Index;
        while (from > 0 && !IsEnd(text, from - 1))
            from--;
        var to = match.Index + match.Length;
        while (to < text.Length && !IsEnd(text, to))
            to++;
        var sentence = text[from..Math.Min(text.Length, to + 1)].Trim();
        return sentence.Length <= Longest ? sentence : string.Concat(sentence.AsSpan(0, Longest - 1), "…");
    }

    /// <summary>The point in 1.200 or in a host's name ends nothing.</summary>
    private static bool IsEnd(string text, int at) =>
        text[at] == '\n' || (text[at] is '.' or '!' or '?' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1])));

    private static Regex Words(QuoteAbout about) => about switch
    {
        QuoteAbout.Cause => Cause(),
        QuoteAbout.Detection => Detection(),
        QuoteAbout.Recovery => Recovery(),
        QuoteAbout.Obstacle => Obstacle(),
        _ => Impact(),
    };

    [GeneratedRegex(@"\b(root cause|because of|caused by|due to|turns out|culprit|ursache|wegen|verursacht|auslöser)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Cause();

    [GeneratedRegex(@"\b(alert|alarm|monitoring|noticed|reported|paged|dashboard|aufgefallen|gemeldet|überwachung)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Detection();

    [GeneratedRegex(@"\b(rolled back|rollback|restarted|failed over|failover|fixed|deployed|reverted|workaround|neu gestartet|zurückgerollt|behoben|umgeschaltet)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Recovery();

    [GeneratedRegex(@"\b(could not|cannot|unable|no access|waiting for|blocked|took too long|missing|kein zugriff|warten auf|konnte nicht|fehlt)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Obstacle();

    [GeneratedRegex(@"\b(customers|users|requests|orders|accounts|kunden|nutzer|anfragen|bestellungen)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Impact();
}
