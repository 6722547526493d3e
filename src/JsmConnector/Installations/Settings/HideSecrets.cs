using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace JsmConnector.Installations.Settings;

/// <param name="Text">As it may be shown.</param>
/// <param name="Kept">What stands behind `***1` and so on.</param>
/// <param name="IsRead">Whether it is JSON: else what is secret was guessed.</param>
public sealed record HiddenSecrets(string Text, IReadOnlyDictionary<string, string> Kept, bool IsRead);

/// <summary>
/// A document as somebody typed it, finished or not, without its secrets: a new one becomes `***1`, `***2` and so on. Such a stand-in goes with the text
/// around it, wherever that is moved or renamed to, and counts at the place of a secret only. `***` alone still means unchanged. Pure.
/// </summary>
public static partial class HideSecrets
{
    private const string Gone = "It holds a stand-in like ***1, and the secret behind it is kept no more: it is kept for two hours, for whoever typed it and for this site.";

    /// <param name="kept">What was hidden before.</param>
    public static HiddenSecrets In(string document, IReadOnlyDictionary<string, string> kept, Func<string, string, bool> takesSecret)
    {
        var read = Read(document);
        var (quote, spans) = read is null ? ("", UnreadSecrets.Of(document)) : ("\"", ReadSecrets(document, read, takesSecret));
        var (values, text, at) = (new Dictionary<string, string>(kept, StringComparer.Ordinal), new StringBuilder(), 0);
        var next = StandIn().Matches(document).Select(found => found.Value).Concat(kept.Keys).Select(Number).DefaultIfEmpty().Max() + 1;
        foreach (var (start, length, value) in spans.Where(span => !string.IsNullOrWhiteSpace(span.Value) && !Whole().IsMatch(span.Value)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{SettingsSecrets.Mask}{next++}");
            values.Add(name, value);
            text.Append(document, at, start - at).Append(quote).Append(name).Append(quote);
            at = start + length;
        }
        var shown = text.Append(document, at, document.Length - at).ToString();
        var used = StandIn().Matches(shown).Select(found => found.Value).ToHashSet(StringComparer.Ordinal);
        return new HiddenSecrets(shown, values.Where(pair => used.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal), read is not null);
    }

    /// <summary>Stand-ins that nothing stands behind, and those at a place where everybody reads.</summary>
    internal static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings) =>
        SecretPlaces.Of(JsonSerializer.SerializeToElement(settings, SettingsJson.Options), static (_, _) => false)
            .Where(place => place.Value.ValueKind == JsonValueKind.String)
            .Select(place => (place.Path, Text: place.Value.GetString()!, place.IsSecret))
            .Where(place => place.IsSecret ? StandIn().IsMatch(place.Text) : place.Text != SettingsSecrets.Mask && Whole().IsMatch(place.Text))
            .Select(place => place.IsSecret
                ? (place.Path, Gone, "Type the secret again, or write *** for the one that is saved.")
                : (place.Path, $"'{place.Text}' stands for a secret, and no secret belongs here.", "Write here what everybody may read."));

    private static JsonElement? Read(string document)
    {
        try
        {
            using var read = JsonDocument.Parse(document);
            return read.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The values in the order of the document, found again in its text: it comes back as it was typed, space by space.</summary>
    private static IEnumerable<(int Start, int Length, string Value)> ReadSecrets(string document, JsonElement? read, Func<string, string, bool> takesSecret)
    {
        var tokens = Tokens(document);
        return SecretPlaces.Of(read!.Value, takesSecret).Zip(tokens).Where(pair => pair.First is { IsSecret: true, Value.ValueKind: JsonValueKind.String or JsonValueKind.Number })
            .Select(pair => (pair.Second.Start, pair.Second.Length, pair.First.Value.ValueKind == JsonValueKind.String ? pair.First.Value.GetString()! : pair.First.Value.GetRawText()));
    }

    private static List<(int Start, int Length)> Tokens(string document)
    {
        var (bytes, found, at, start) = (Encoding.UTF8.GetBytes(document), new List<(int, int)>(), 0, 0);
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.StartArray or JsonTokenType.EndArray)
                continue;
            var (from, length) = ((int)reader.TokenStartIndex, reader.ValueSpan.Length + (reader.TokenType == JsonTokenType.String ? 2 : 0));
            start += Encoding.UTF8.GetCharCount(bytes, at, from - at);
            at = from;
            found.Add((start, Encoding.UTF8.GetCharCount(bytes, from, length)));
        }
        return found;
    }

    private static int Number(string name) => int.TryParse(name.AsSpan(SettingsSecrets.Mask.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\*\*\*[1-9][0-9]{0,5}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StandIn();

    /// <summary>Nothing but the sign for unchanged, or a stand-in.</summary>
    [GeneratedRegex(@"^\*\*\*([1-9][0-9]{0,5})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();
}
