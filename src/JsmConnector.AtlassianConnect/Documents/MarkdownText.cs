using System.Globalization;
using System.Text;

namespace JsmConnector.AtlassianConnect.Documents;

internal static class MarkdownText
{
    private const string Special = "\\`*_{}[]()<>#+-!|~&@";

    public static string Render(RichText text)
    {
        var output = new StringBuilder();
        foreach (var block in text.Blocks)
        {
            if (output.Length > 0)
                output.Append("\n\n");
            output.Append(One(block));
        }
        return output.ToString().Trim();
    }

    private static string One(Block block) => block switch
    {
        Block.Paragraph(var content) => Inlines(content),
        Block.Heading(var level, var content) => $"{new string('#', level)} {Inlines(content).ReplaceLineEndings(" ")}",
        Block.Code(var code, var language) => Fenced(code, language),
        Block.Quote(var content) => Prefixed(Render(new RichText(content)), "> ", "> "),
        Block.List(var ordered, var items) => string.Join('\n', items.Select((item, i) =>
            Prefixed(Render(new RichText(item)), ordered ? $"{(i + 1).ToString(CultureInfo.InvariantCulture)}. " : "- ", "  "))),
        Block.Table(var rows, _) => Table(rows),
        _ => "---",
    };

    private static string Inlines(IReadOnlyList<Inline> inlines) => string.Concat(inlines.Select(inline => inline switch
    {
        Inline.Text(var value, var style, var href) => Linked(Styled(value, style), href),
        _ => "  \n",
    }));

    private static string Styled(string value, TextStyle style)
    {
        var text = style.HasFlag(TextStyle.Code) ? Code(value) : Escape(value);
        if (value.Trim().Length != value.Length)
            return text;
        text = style.HasFlag(TextStyle.Strike) ? $"~~{text}~~" : text;
        text = style.HasFlag(TextStyle.Emphasis) ? $"*{text}*" : text;
        return style.HasFlag(TextStyle.Strong) ? $"**{text}**" : text;
    }

    private static string Linked(string text, string? href) =>
        href is null ? text : $"[{text}]({href.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})";

    private static string Escape(string text)
    {
        var output = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (Special.Contains(character, StringComparison.Ordinal))
                output.Append('\\');
            output.Append(character == '\n' ? ' ' : character);
        }
        return output.ToString();
    }

    private static string Code(string text)
    {
        var fence = new string('`', LongestRun(text) + 1);
        return $"{fence} {text.ReplaceLineEndings(" ")} {fence}";
    }

    private static string Fenced(string code, string? language)
    {
        var fence = new string('`', Math.Max(3, LongestRun(code) + 1));
        var name = language is not null && language.All(char.IsAsciiLetterOrDigit) ? language : "";
        return $"{fence}{name}\n{code}\n{fence}";
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    private static string Table(IReadOnlyList<IReadOnlyList<IReadOnlyList<Inline>>> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        var lines = rows.Select(row => $"| {string.Join(" | ", Enumerable.Range(0, columns).Select(i => i < row.Count ? Inlines(row[i]).ReplaceLineEndings(" ") : ""))} |").ToList();
        if (lines.Count > 0)
            lines.Insert(1, $"|{string.Concat(Enumerable.Repeat(" --- |", columns))}");
        return string.Join('\n', lines);
    }

    private static string Prefixed(string text, string first, string others)
    {
        var lines = text.Split('\n');
        return string.Join('\n', lines.Select((line, i) => (i == 0 ? first : others) + line));
    }
}
