using System.Text;
using System.Text.RegularExpressions;

namespace JsmConnector.Postmortems.Versions;

/// <summary>
/// What a person sent, made fit to be stored: one kind of line end (browsers send two characters, and marks are whole lines), no U+0000, and no
/// mark that was not in the text the person began with. A typed mark would make words of people look like words of the machine.
/// </summary>
public static partial class PersonsText
{
    /// <summary>UTF-16 characters of one document.</summary>
    public const int Longest = 1_000_000;

    public static string Of(string sent, string basedOn)
    {
        var text = WithPlainLineEnds(sent).Replace("\0", "", StringComparison.Ordinal);
        var ours = Mark().Matches(basedOn).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        // Each stands once: a copied region is a copy by a person, and the first one remains ours.
        var kept = Mark().Replace(text, match => ours.Remove(match.Value) ? match.Value : "\\" + match.Value);
        var end = kept.TrimEnd('\n', ' ', '\t');
        return end.Length == 0 ? "" : end + "\n";
    }

    public static string WithPlainLineEnds(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal))
            return text;
        return new StringBuilder(text).Replace("\r\n", "\n").Replace('\r', '\n').ToString();
    }

    /// <summary>Whatever <see cref="Rendering.LivingDocument"/> could read as a mark, and what differs from one by spaces only.</summary>
    [GeneratedRegex(@"^<!--[ \t]*/?facts:[^\n]*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Mark();
}
