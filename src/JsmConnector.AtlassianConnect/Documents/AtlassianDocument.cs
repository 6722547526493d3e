using System.Globalization;
using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Documents;

/// <summary>
/// Reads Atlassian Document Format. Never fails: an unknown node gives its children's text, an unknown mark is dropped.
/// https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
/// </summary>
public static class AtlassianDocument
{
    /// <param name="document">The `doc` node; a string is read as plain text; anything else is empty.</param>
    public static RichText Parse(JsonElement? document) => document switch
    {
        { ValueKind: JsonValueKind.Object } doc => new RichText(Blocks(doc, 0)),
        { ValueKind: JsonValueKind.String } text => new RichText([new Block.Paragraph(Lines(AdfJson.Value(text) ?? ""))]),
        _ => RichText.Empty,
    };

    private static List<Block> Blocks(JsonElement parent, int depth)
    {
        var blocks = new List<Block>();
        if (depth > Incoming.Deepest)
            return blocks;
        var loose = new List<Inline>();
        foreach (var node in AdfJson.Children(parent))
        {
            if (Block(node, depth) is { } block)
            {
                Flush();
                blocks.AddRange(block);
            }
            else
            {
                AdfInlines.Add(loose, node, depth);
            }
        }
        Flush();
        return blocks;

        void Flush()
        {
            if (loose.Count > 0)
                blocks.Add(new Block.Paragraph([.. loose]));
            loose.Clear();
        }
    }

    /// <returns>Null for an inline node.</returns>
    private static IEnumerable<Block>? Block(JsonElement node, int depth) => AdfJson.Text(node, "type") switch
    {
        "paragraph" or "caption" => [new Block.Paragraph(AdfInlines.Of(node, depth))],
        "heading" => [new Block.Heading(Math.Clamp(AdfJson.Number(AdfJson.Attributes(node), "level") ?? 1, 1, 6), AdfInlines.Of(node, depth))],
        "codeBlock" => [new Block.Code(PlainText.Of(AdfInlines.Of(node, depth)), AdfJson.Text(AdfJson.Attributes(node), "language"))],
        "rule" => [new Block.Rule()],
        "blockquote" or "panel" => [new Block.Quote(Blocks(node, depth + 1))],
        "bulletList" or "taskList" or "decisionList" => [List(node, false, depth)],
        "orderedList" => [List(node, true, depth)],
        "table" => [Table(node, depth)],
        "expand" or "nestedExpand" => Expanded(node, depth),
        "mediaSingle" or "mediaGroup" => [new Block.Paragraph([new Inline.Text("[attachment]")])],
        "blockCard" or "embedCard" => [new Block.Paragraph(AdfInlines.Card(node))],
        "extension" => [],
        "bodiedExtension" or "layoutSection" or "layoutColumn" or "listItem" or "taskItem" or "decisionItem" or "blockTaskItem" or "tableRow" or "doc" =>
            Blocks(node, depth + 1),
        _ when AdfJson.HasBlocks(node) => Blocks(node, depth + 1),
        _ => null,
    };

    private static Block.List List(JsonElement node, bool ordered, int depth) =>
        new(ordered, [.. AdfJson.Children(node).Select(item => (IReadOnlyList<Block>)Blocks(item, depth + 1)).Where(blocks => blocks.Count > 0)]);

    private static Block.Table Table(JsonElement node, int depth)
    {
        var rows = AdfJson.Children(node).ToList();
        var hasHeader = rows.Count > 0 && AdfJson.Children(rows[0]).Any(cell => AdfJson.Text(cell, "type") == "tableHeader");
        return new Block.Table(
            [.. rows.Select(row => (IReadOnlyList<IReadOnlyList<Inline>>)[.. AdfJson.Children(row).Select(cell => Flat(Blocks(cell, depth + 1)))])], hasHeader);
    }

    /// <summary>A cell holds one line: its blocks follow each other.</summary>
    private static IReadOnlyList<Inline> Flat(IReadOnlyList<Block> blocks) => [new Inline.Text(PlainText.Render(new RichText(blocks)).ReplaceLineEndings(" "))];

    private static IEnumerable<Block> Expanded(JsonElement node, int depth)
    {
        if (AdfJson.Text(AdfJson.Attributes(node), "title") is { Length: > 0 } title)
            yield return new Block.Paragraph([new Inline.Text(title, TextStyle.Strong)]);
        foreach (var block in Blocks(node, depth + 1))
            yield return block;
    }

    private static List<Inline> Lines(string text)
    {
        var inlines = new List<Inline>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (inlines.Count > 0)
                inlines.Add(new Inline.LineBreak());
            inlines.Add(new Inline.Text(Incoming.Clean(line)));
        }
        return inlines;
    }
}

/// <summary>Reading nodes whose members may be missing or of another type.</summary>
internal static class AdfJson
{
    public static IEnumerable<JsonElement> Children(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().Where(child => child.ValueKind == JsonValueKind.Object)
            : [];

    public static JsonElement Attributes(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty("attrs", out var attributes) ? attributes : default;

    public static string? Text(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) ? Value(value) : null;

    public static int? Number(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    public static string? Value(JsonElement value)
    {
        try
        {
            return value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null };
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate cannot become a string.
            return null;
        }
    }

    public static bool HasBlocks(JsonElement node) =>
        Children(node).Any(child => Text(child, "type") is "paragraph" or "bulletList" or "orderedList" or "heading" or "table" or "codeBlock");

    public static string Date(string? epoch) =>
        long.TryParse(epoch, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) && Math.Abs(milliseconds) < 60_000_000_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("d MMM yyyy", CultureInfo.InvariantCulture)
            : "";
}
