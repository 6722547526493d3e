using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Documents;

/// <summary>Inline nodes of Atlassian Document Format.</summary>
internal static class AdfInlines
{
    public static List<Inline> Of(JsonElement parent, int depth)
    {
        var inlines = new List<Inline>();
        foreach (var node in AdfJson.Children(parent))
            Add(inlines, node, depth);
        return inlines;
    }

    public static void Add(List<Inline> inlines, JsonElement node, int depth)
    {
        var attributes = AdfJson.Attributes(node);
        switch (AdfJson.Text(node, "type"))
        {
            case "text":
                var (style, href) = Marks(node);
                Text(inlines, AdfJson.Text(node, "text"), style, href);
                break;
            case "hardBreak":
                inlines.Add(new Inline.LineBreak());
                break;
            case "mention":
                // Who is mentioned is nobody's business outside; the account id never is.
                Text(inlines, "@someone");
                break;
            case "emoji":
                Text(inlines, AdfJson.Text(attributes, "text") ?? AdfJson.Text(attributes, "shortName"));
                break;
            case "date":
                Text(inlines, AdfJson.Date(AdfJson.Text(attributes, "timestamp")));
                break;
            case "status":
                Text(inlines, $"[{AdfJson.Text(attributes, "text")?.ToUpperInvariant()}]");
                break;
            case "inlineCard":
                inlines.AddRange(Card(node));
                break;
            case "media" or "mediaInline":
                Text(inlines, "[attachment]");
                break;
            case "inlineExtension" or "placeholder":
                break;
            default:
                if (depth < Incoming.Deepest)
                {
                    foreach (var child in AdfJson.Children(node))
                        Add(inlines, child, depth + 1);
                }
                break;
        }
    }

    public static IReadOnlyList<Inline> Card(JsonElement node) =>
        AdfJson.Text(AdfJson.Attributes(node), "url") is { } url ? [new Inline.Text(Incoming.Clean(url), TextStyle.None, Incoming.Href(url))] : [];

    private static void Text(List<Inline> inlines, string? text, TextStyle style = TextStyle.None, string? href = null)
    {
        if (!string.IsNullOrEmpty(text))
            inlines.Add(new Inline.Text(Incoming.Clean(text), style, href));
    }

    private static (TextStyle Style, string? Href) Marks(JsonElement node)
    {
        var (style, href) = (TextStyle.None, (string?)null);
        if (!node.TryGetProperty("marks", out var marks) || marks.ValueKind != JsonValueKind.Array)
            return (style, href);
        foreach (var mark in marks.EnumerateArray())
        {
            switch (AdfJson.Text(mark, "type"))
            {
                case "strong": style |= TextStyle.Strong; break;
                case "em": style |= TextStyle.Emphasis; break;
                case "code": style |= TextStyle.Code; break;
                case "strike": style |= TextStyle.Strike; break;
                case "link": href = Incoming.Href(AdfJson.Text(AdfJson.Attributes(mark), "href")); break;
            }
        }
        return (style, href);
    }
}
