using System.Globalization;
using System.Text;

namespace JsmConnector.Tickets.PublicComments;

/// <summary>Whether words name one of some people: by the whole name, or by a part of it. Pure.</summary>
public static class NamesInWords
{
    private const int ShortestName = 2;
    private const int ShortestPart = 3;

    public static bool Any(string words, IEnumerable<string?> names)
    {
        var text = Plain(words);
        var said = Parts(text).ToHashSet(StringComparer.Ordinal);
        return names.OfType<string>().Select(name => Plain(name).Trim()).Any(name =>
            (name.Length >= ShortestName && text.Contains(name, StringComparison.Ordinal)) || Parts(name).Any(part => part.Length >= ShortestPart && said.Contains(part)));
    }

    /// <summary>People write names without accents and capitals too.</summary>
    private static string Plain(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark).Select(char.ToUpperInvariant));

    private static IEnumerable<string> Parts(string text)
    {
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && char.IsLetter(text[at]))
                continue;
            if (at > start)
                yield return text[start..at];
            start = at + 1;
        }
    }
}
