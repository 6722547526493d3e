using System.Globalization;
using System.Text;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>
/// Foreign text made safe for Markdown: it cannot end a table cell, start a block, become markup, HTML, an entity or a mention, or turn the
/// reading direction of what follows. Templates only ever see text that went through here.
/// </summary>
public static class MarkdownText
{
    private const string Special = "\\`*_[]<>|~#!{}";

    /// <summary>Breaks `@name`, so that no tool the document is pasted into calls the person.</summary>
    private const char WordJoiner = '\u2060';

    /// <summary>One line, for a sentence or a table cell.</summary>
    public static string Inline(string? text)
    {
        var escaped = new StringBuilder();
        var isSpace = true;
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (!isSpace)
                    escaped.Append(' ');
                isSpace = true;
                continue;
            }
            if (IsUnseen(rune))
                continue;
            Append(escaped, rune);
            isSpace = false;
        }
        return Shield(escaped.ToString().TrimEnd());
    }

    /// <summary>Line by line, empty ones at both ends left out; each line is safe at the start of a line.</summary>
    public static IReadOnlyList<string> Lines(string? text)
    {
        var lines = (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(Inline).ToList();
        var first = lines.FindIndex(line => line.Length > 0);
        return first < 0 ? [] : lines[first..(lines.FindLastIndex(line => line.Length > 0) + 1)];
    }

    private static void Append(StringBuilder escaped, Rune rune)
    {
        if (rune.Value == '&')
            escaped.Append("&amp;");
        else if (rune.IsBmp && Special.Contains((char)rune.Value, StringComparison.Ordinal))
            escaped.Append('\\').Append((char)rune.Value);
        else
            escaped.Append(rune.ToString());
        if (rune.Value == '@')
            escaped.Append(WordJoiner);
    }

    /// <summary>Marks that start a block only at the start of a line: lists, rules, underlined headings.</summary>
    private static string Shield(string line)
    {
        if (line.Length == 0)
            return line;
        if (line[0] is '-' or '+' or '=')
            return "\\" + line;
        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 10 && digits < line.Length && line[digits] is '.' or ')'
            ? $"{line[..digits]}\\{line[digits..]}"
            : line;
    }

    /// <summary>Control characters, and the marks that override the reading direction; joiners of scripts and emoji stay.</summary>
    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF or 0xFFFE or 0xFFFF;
}
