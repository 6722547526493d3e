using System.Globalization;
using System.Text;

namespace JsmConnector.AtlassianConnect.Documents;

internal static class HtmlText
{
    public static string Render(RichText text)
    {
        var output = new StringBuilder();
        foreach (var block in text.Blocks)
            One(output, block);
        return output.ToString();
    }

    private static void One(StringBuilder output, Block block)
    {
        switch (block)
        {
            case Block.Paragraph(var content):
                Element(output, "p", content);
                break;
            case Block.Heading(var level, var content):
                Element(output, $"h{level.ToString(CultureInfo.InvariantCulture)}", content);
                break;
            case Block.Code(var code, _):
                output.Append("<pre><code>").Append(Encode(code)).Append("</code></pre>");
                break;
            case Block.Quote(var content):
                output.Append("<blockquote>");
                foreach (var inner in content)
                    One(output, inner);
                output.Append("</blockquote>");
                break;
            case Block.List(var ordered, var items):
                List(output, ordered ? "ol" : "ul", items);
                break;
            case Block.Table(var rows, var hasHeader):
                Table(output, rows, hasHeader);
                break;
            case Block.Rule:
                output.Append("<hr/>");
                break;
        }
    }

    private static void List(StringBuilder output, string tag, IReadOnlyList<IReadOnlyList<Block>> items)
    {
        output.Append('<').Append(tag).Append('>');
        foreach (var item in items)
        {
            output.Append("<li>");
            foreach (var inner in item)
                One(output, inner);
            output.Append("</li>");
        }
        output.Append("</").Append(tag).Append('>');
    }

    private static void Table(StringBuilder output, IReadOnlyList<IReadOnlyList<IReadOnlyList<Inline>>> rows, bool hasHeader)
    {
        output.Append("<table>");
        for (var row = 0; row < rows.Count; row++)
        {
            output.Append("<tr>");
            foreach (var cell in rows[row])
                Element(output, hasHeader && row == 0 ? "th" : "td", cell);
            output.Append("</tr>");
        }
        output.Append("</table>");
    }

    private static void Element(StringBuilder output, string tag, IReadOnlyList<Inline> content)
    {
        output.Append('<').Append(tag).Append('>');
        foreach (var inline in content)
            One(output, inline);
        output.Append("</").Append(tag).Append('>');
    }

    private static void One(StringBuilder output, Inline inline)
    {
        if (inline is not Inline.Text(var value, var style, var href))
        {
            output.Append("<br/>");
            return;
        }
        var tags = Tags(style);
        if (href is not null)
            output.Append("<a href=\"").Append(Encode(href)).Append("\" rel=\"noopener noreferrer nofollow\">");
        foreach (var tag in tags)
            output.Append('<').Append(tag).Append('>');
        output.Append(Encode(value));
        foreach (var tag in tags.Reverse())
            output.Append("</").Append(tag).Append('>');
        if (href is not null)
            output.Append("</a>");
    }

    private static IReadOnlyList<string> Tags(TextStyle style) =>
        [.. new[] { (TextStyle.Strong, "strong"), (TextStyle.Emphasis, "em"), (TextStyle.Strike, "s"), (TextStyle.Code, "code") }
            .Where(pair => style.HasFlag(pair.Item1)).Select(pair => pair.Item2)];

    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
}
