namespace JsmConnector.Platform.Languages;

/// <summary>
/// Sentences that were put together in English before a screen saw them, like the reason kept with a delivery: they are known again by the words around
/// their parts. Where several fit, the one with most words of its own counts.
/// </summary>
internal sealed class SentencesWithParts
{
    private const int Deepest = 3, FewestOfItsOwn = 6;
    private readonly List<(string[] Literals, string[] Places, string Translation)> _sentences;

    /// <param name="words">English to the other language; sentences with places `{0}`, `{1}` are the ones that count.</param>
    public SentencesWithParts(IEnumerable<KeyValuePair<string, string>> words)
    {
        _sentences = [.. words.Where(word => word.Key.Contains("{0}", StringComparison.Ordinal)).Select(word => Cut(word.Key, word.Value))
            // A sentence that is nearly all part would know everything again.
            .Where(sentence => sentence.Item1.Sum(literal => literal.Trim().Length) >= FewestOfItsOwn)
            .OrderByDescending(sentence => sentence.Item1.Sum(literal => literal.Length))];
    }

    /// <param name="say">Says a part: a name stays as it is, a sentence within the sentence is translated too.</param>
    /// <returns>Null when no sentence fits.</returns>
    public string? Find(string english, Func<string, int, string> say, int depth)
    {
        if (depth >= Deepest)
            return null;
        foreach (var (literals, places, translation) in _sentences)
        {
            if (Parts(english, literals) is not { } parts)
                continue;
            return places.Select((place, index) => (place, part: say(parts[index], depth + 1)))
                .Aggregate(translation, (text, said) => text.Replace(said.place, said.part.Replace('{', '\u0001'), StringComparison.Ordinal)).Replace('\u0001', '{');
        }
        return null;
    }

    private static (string[], string[], string) Cut(string english, string translation)
    {
        List<string> literals = [], places = [];
        var rest = english;
        while (rest.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at && at + 2 < rest.Length && rest[at + 2] == '}')
        {
            literals.Add(rest[..at]);
            places.Add(rest.Substring(at, 3));
            rest = rest[(at + 3)..];
        }
        literals.Add(rest);
        return ([.. literals], [.. places], translation);
    }

    private static List<string>? Parts(string text, string[] literals)
    {
        if (!text.StartsWith(literals[0], StringComparison.Ordinal) || !text.EndsWith(literals[^1], StringComparison.Ordinal))
            return null;
        var (parts, at, end) = (new List<string>(), literals[0].Length, text.Length - literals[^1].Length);
        foreach (var literal in literals[1..^1])
        {
            var next = at > end ? -1 : text.AsSpan(at, end - at).IndexOf(literal, StringComparison.Ordinal);
            if (next < 0)
                return null;
            parts.Add(text.Substring(at, next));
            at += next + literal.Length;
        }
        if (at > end)
            return null;
        parts.Add(text[at..end]);
        return parts;
    }
}
