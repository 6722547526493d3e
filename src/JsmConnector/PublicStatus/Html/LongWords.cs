using System.Globalization;

namespace JsmConnector.PublicStatus.Html;

/// <summary>Where words are too long for a page that is to be taken in at a glance: the beginning, and the rest for whoever opens it. Nothing is lost. Pure.</summary>
/// <param name="Rest">Empty when all of it stands in the beginning.</param>
public sealed record LongWords(string Beginning, string Rest)
{
    private const int MostCharacters = 1_200, MostLines = 14;

    public static LongWords Of(string words)
    {
        var end = Math.Min(Lines(words), MostCharacters);
        if (words.Length <= end + 200 && Lines(words) >= words.Length)
            return new LongWords(words, "");
        // Between words where there are any, else between what a reader sees as characters.
        var space = words.LastIndexOfAny([' ', '\n'], Math.Min(end, words.Length - 1), Math.Min(end, 200));
        var cut = space > 0 ? space : Whole(words, end);
        return new LongWords(words[..cut].TrimEnd(), words[cut..].Trim());
    }

    /// <returns>Where the last line that fits ends.</returns>
    private static int Lines(string words)
    {
        var at = -1;
        for (var line = 0; line < MostLines; line++)
        {
            at = words.IndexOf('\n', at + 1);
            if (at < 0)
                return words.Length;
        }
        return at;
    }

    private static int Whole(string words, int most)
    {
        var kept = 0;
        while (StringInfo.GetNextTextElementLength(words, kept) is var next && kept + next <= most)
            kept += next;
        return kept > 0 ? kept : most;
    }
}
