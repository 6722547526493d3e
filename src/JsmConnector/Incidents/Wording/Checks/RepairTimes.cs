using System.Text.RegularExpressions;

namespace JsmConnector.Incidents.Wording.Checks;

/// <summary>Promises of when it will work again, in English and German. A promise of the next update is none, and neither is what is over. Pure.</summary>
internal static partial class RepairTimes
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private const string Ahead = @"(in|within|by|before|until|inside)\s+(about\s+|around\s+|roughly\s+|approximately\s+|the\s+next\s+|less\s+than\s+)*(\d{1,2}[:.]\d{2}|\d{1,2}\s*(am|pm)\b|(\d+|a\s+few|an?|one|two|three|five|ten|fifteen|thirty)\s*(min(ute)?s?|hours?|h|days?)\b|the\s+hour|noon|midnight|tonight|tomorrow|today|(the\s+)?end\s+of\s+(the\s+)?day)";
    private const string Voraus = @"(in|innerhalb|binnen|bis|spätestens)\s+(spätestens\s+|von\s+|etwa\s+|ungefähr\s+|circa\s+|ca\.\s*|rund\s+|den\s+nächsten\s+|weniger\s+als\s+|zum\s+)*(\d{1,2}[:.]\d{2}|\d{1,2}\s*Uhr|(\d+|wenigen|einigen|einer|zwei|drei|fünf|zehn)\s*(Min(uten?)?|Stunden?|Std|Tagen?)\b|mittag|mitternacht|heute|morgen|Feierabend)";
    private const string Well = @"(fixed|resolved|restored|repaired|solved|back|up\s+again|working\s+again|works?\s+again|available|usable|operational|normal|recovered|done|online)";
    private const string Heil = @"(behoben|gelöst|repariert|wiederhergestellt|wieder\s+(verfügbar|erreichbar|nutzbar|da|online|in\s+Betrieb|normal)|funktionier\w*\s+wieder|wieder\s+funktionier\w*|erledigt|beseitigt)";

    public static IEnumerable<string> In(string words) =>
        Sentence().Matches(words).Select(sentence => sentence.Value.Trim()).Where(sentence => Promise().IsMatch(sentence) && !IsAboutUpdates().IsMatch(sentence) && !IsOver().IsMatch(sentence));

    [GeneratedRegex(@"([^.!?\n]|[.](?=\d))+[.!?]?", Options, 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex($@"\bETA\b|\bestimated\s+(time|resolution|repair|fix)|\bvoraussichtliche\w*\s+(Dauer|Ende|Behebung)|\b{Well}\b[^\n]{{0,60}}?\b{Ahead}|\b{Ahead}[^\n]{{0,60}}?\b{Well}\b|\b{Heil}\b[^\n]{{0,60}}?\b{Voraus}|\b{Voraus}[^\n]{{0,60}}?\b{Heil}", Options, 1000)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\b(be|get|come|are)\s+back\s+(to|with)\s+(you|news|more)|\b(next|another|further)\s+(update|news|message|note|word)|\bwe\s+(will\s+)?(write|tell|report|update|say)\b|\b(nächste|weitere|neue)\w*\s+(Nachricht|Meldung|Information)|\b(melden|informieren|schreiben|berichten)\s+(wir\s+)?(uns|Sie)?", Options, 1000)]
    private static partial Regex IsAboutUpdates();

    /// <summary>Told of the past: since, was, took.</summary>
    [GeneratedRegex(@"\b(since|ended|lasted|was|were|has\s+been|have\s+been|took)\b|\b(seit|war|waren|wurde|wurden|dauerte|bestand)\b", Options, 1000)]
    private static partial Regex IsOver();
}
