using System.Globalization;
using System.Text;

namespace JsmConnector.AtlassianConnect.Documents;

internal static class PlainText
{
    public static string Render(RichText text)
    {
        var output = new StringBuilder();
        Blocks(output, text.Blocks, "");
        return output.ToString().Trim('\n', ' ');
    }

    public static string Of(IEnumerable<Inline> inlines) =>
        string.Concat(inlines.Select(inline => inline is Inline.Text text ? text.Value : "\n"));

    private static void Blocks(StringBuilder output, IReadOnlyList<Block> blocks, string indent)
    {
        foreach (var block in blocks)
        {
            if (output.Length > 0 && output[^1] != '\n')
                output.Append('\n');
            if (indent.Length == 0 && output.Length > 0)
                output.Append('\n');
            One(output, block, indent);
        }
    }

    private static void One(StringBuilder output, Block block, string indent)
    {
        switch (block)
        {
            case Block.Paragraph(var content):
                Lines(output, Of(content), indent);
                break;
            case Block.Heading(_, var content):
                Lines(output, Of(content), indent);
                break;
            case Block.Code(var code, _):
                Lines(output, code, indent);
                break;
            case Block.Quote(var content):
                Blocks(output, content, indent);
                break;
            case Block.List(var ordered, var items):
                for (var i = 0; i < items.Count; i++)
                    Item(output, items[i], ordered ? $"{(i + 1).ToString(CultureInfo.InvariantCulture)}. " : "- ", indent);
                break;
            case Block.Table(var rows, _):
                foreach (var row in rows)
                    output.Append(indent).AppendJoin(" | ", row.Select(Of)).Append('\n');
                break;
            case Block.Rule:
                output.Append(indent).Append("---");
                break;
        }
    }

    private static void Item(StringBuilder output, IReadOnlyList<Block> blocks, string bullet, string indent)
    {
        var item = new StringBuilder();
        Blocks(item, blocks, " ");
        output.Append(indent).Append(bullet).Append(item.ToString().Trim()).Append('\n');
    }

    private static void Lines(StringBuilder output, string text, string indent) =>
        output.Append(indent).Append(indent.Length == 0 ? text : text.Replace("\n", $"\n{indent}", StringComparison.Ordinal));
}
