using System.Text.RegularExpressions;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>What the app itself noted on a timeline while it happened, in English, for German documents. What it does not know stays as it is.</summary>
internal static partial class GermanRows
{
    private static readonly (string English, string German)[] Words =
    [
        ("weeks", "Wochen"), ("week", "Woche"), ("days", "Tage"), ("day", "Tag"), ("hours", "Stunden"), ("hour", "Stunde"), ("minutes", "Minuten"), ("minute", "Minute"),
        ("incident commander and their deputy", "Einsatzleitung und Vertretung"), ("executive", "Geschäftsleitung"), ("manager", "Leitung"),
        ("approved", "zugestimmt"), ("declined", "abgelehnt"), (" and ", " und "), ("legal", "Recht"), ("security", "Sicherheit"),
    ];

    public static string Of(string text)
    {
        if (Promise().Match(text) is { Success: true } promise)
        {
            var rest = promise.Groups["rest"].Value;
            var told = Late().Match(rest) is { Success: true } late ? $"kam {Translated(late.Groups["length"].Value)} zu spät."
                : Escalated().Match(rest) is { Success: true } escalated ? $"kam nicht. Weitergemeldet an: {Translated(escalated.Groups["who"].Value)}."
                : "ist fällig, und nur ein Mensch darf sie schreiben.";
            return $"Die für {promise.Groups["at"].Value} zugesagte Meldung {told}";
        }
        if (Approved().Match(text) is { Success: true } approved)
            return $"Worte wurden freigegeben für: {Translated(approved.Groups["roles"].Value)}.";
        return Decided().Replace(text, match => $": {Translated(match.Groups["decision"].Value)}");
    }

    /// <summary>A change of the ticket: names of Jira's own fields; what the site calls its things stays.</summary>
    public static string Change(string kind, string text)
    {
        if (ChangedField().Match(text) is not { Success: true } change)
            return text;
        var (field, from, to) = (change.Groups["field"].Value, change.Groups["from"].Value, change.Groups["to"].Value);
        if (kind == "link")
            return from == Nothing ? $"Verknüpft: {to}" : to == Nothing ? $"Verknüpfung entfernt: {from}" : text;
        var nothing = kind == "assignee" ? "niemand" : "keine";
        string Named(string value) => value == Nothing ? nothing : value;
        return $"{Array.Find(Fields, known => known.English.Equals(field, StringComparison.OrdinalIgnoreCase)).German ?? field}: {Named(from)} → {Named(to)}";
    }

    private const string Nothing = "none";

    private static readonly (string English, string German)[] Fields =
    [
        ("assignee", "Zuständig"), ("priority", "Priorität"), ("resolution", "Lösung"), ("affected services", "Betroffene Dienste"), ("component", "Komponenten"), ("components", "Komponenten"),
        ("issuetype", "Vorgangstyp"), ("summary", "Zusammenfassung"), ("project", "Projekt"), ("security", "Sicherheitsstufe"),
    ];

    [GeneratedRegex("^(?<field>[^:]{1,80}): (?<from>.*) → (?<to>.*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex ChangedField();

    private static string Translated(string english) => Words.Aggregate(english, (text, word) => text.Replace(word.English, word.German, StringComparison.Ordinal));

    [GeneratedRegex("^The update promised for (?<at>[0-9:]+ UTC) (?<rest>.+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Promise();

    [GeneratedRegex("^came (?<length>.+) late\\.$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Late();

    [GeneratedRegex("^did not come\\. Escalated to the (?<who>.+)\\.$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Escalated();

    [GeneratedRegex("^Words were approved for (?<roles>.+)\\.$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Approved();

    [GeneratedRegex(": (?<decision>approved|declined)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Decided();
}
