using System.Text;

namespace JsmConnector.Incidents.Wording;

/// <summary>
/// Plain text of a template: a line break is a space, an empty line begins a paragraph, `- ` at the start of a line is a line of its own. So a template may put
/// each sentence on a line, and one that says nothing leaves no trace: only lines that were empty before it ran count as empty. Pure.
/// </summary>
public static class FoldText
{
    private const char Paragraph = '\u2029';

    /// <summary>Before it runs: marks the lines that its author left empty. Line numbers stay.</summary>
    public static string Mark(string source)
    {
        if (!source.Contains('\n', StringComparison.Ordinal) && !source.Contains('\r', StringComparison.Ordinal))
            return source;
        var (lines, depth) = (source.ReplaceLineEndings("\n").Split('\n'), 0);
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].Trim().Length == 0 && depth == 0)
                lines[index] = Paragraph.ToString();
            // Within braces an empty line is code.
            depth = Math.Max(0, depth + Count(lines[index], "{{") - Count(lines[index], "}}"));
        }
        return string.Join('\n', lines);
    }

    /// <summary>Afterwards.</summary>
    public static string Of(string output)
    {
        var text = new StringBuilder(output.Length);
        var (isNewParagraph, isList) = (false, false);
        foreach (var line in output.Replace(Paragraph.ToString(), $"\n{Paragraph}\n", StringComparison.Ordinal).Split('\n'))
        {
            isNewParagraph |= text.Length > 0 && line.Length == 1 && line[0] == Paragraph;
            var words = string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (words.Length == 0)
                continue;
            var isItem = words.StartsWith("- ", StringComparison.Ordinal);
            if (text.Length > 0)
                text.Append(isItem ? "\n" : isList || isNewParagraph ? "\n\n" : " ");
            text.Append(words);
            (isNewParagraph, isList) = (false, isItem);
        }
        return text.ToString();
    }

    private static int Count(string line, string braces) => line.Split(braces).Length - 1;
}
