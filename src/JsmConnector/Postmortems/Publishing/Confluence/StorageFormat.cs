using System.Text;
using System.Xml;
using System.Xml.Linq;
using Markdig;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>
/// Markdown as Confluence's storage format. That is XML, and a page whose XML is broken is refused or lost, so what comes out was parsed here before:
/// raw HTML is text, characters that XML does not know are gone, code blocks are Confluence's macro, and links lead to the web only.
/// </summary>
public static class StorageFormat
{
    private static readonly XNamespace Macro = "urn:confluence:ac";
    private static readonly XNamespace Resource = "urn:confluence:ri";
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();
    private static readonly string[] Schemes = ["http", "https", "mailto"];

    /// <param name="anchor">Marks the page as ours; readers do not see it.</param>
    /// <param name="note">Shown above the text in a panel; null for none.</param>
    public static string Of(string markdown, string anchor, string? note)
    {
        var html = Markdown.ToHtml(Printable(markdown), Pipeline);
        var root = XElement.Parse($"<page xmlns:ac=\"{Macro}\" xmlns:ri=\"{Resource}\">{html}</page>", LoadOptions.PreserveWhitespace);
        foreach (var block in root.Descendants("pre").ToList())
            block.ReplaceWith(Code(block));
        foreach (var link in root.Descendants("a").Where(link => !LeadsToTheWeb((string?)link.Attribute("href"))).ToList())
            link.ReplaceWith(link.Nodes());
        foreach (var head in root.Descendants("thead").Where(head => string.IsNullOrWhiteSpace(head.Value)).ToList())
            head.Remove();
        // Images would be loaded by every reader from wherever the text says.
        foreach (var image in root.Descendants("img").ToList())
            image.ReplaceWith(new XText((string?)image.Attribute("alt") ?? ""));
        root.AddFirst(Named("anchor", new XElement(Macro + "parameter", new XAttribute(Macro + "name", ""), anchor)));
        if (note is not null)
            root.AddFirst(Named("info", new XElement(Macro + "rich-text-body", new XElement("p", Printable(note)))));
        return string.Concat(root.Nodes().Select(Write));
    }

    /// <summary>What a reader of XML says about it; null when it is well-formed.</summary>
    public static string? Mistake(string storage)
    {
        try
        {
            XElement.Parse($"<page xmlns:ac=\"{Macro}\" xmlns:ri=\"{Resource}\">{storage}</page>");
            return null;
        }
        catch (XmlException mistake)
        {
            return mistake.Message;
        }
    }

    private static XElement Code(XElement block)
    {
        var code = block.Element("code");
        var language = ((string?)code?.Attribute("class"))?.Split("language-", 2) is [_, { Length: > 0 } name] ? name : null;
        return Named(
            "code",
            language is null ? null : new XElement(Macro + "parameter", new XAttribute(Macro + "name", "language"), language),
            new XElement(Macro + "plain-text-body", new XCData((code ?? block).Value.TrimEnd('\n'))));
    }

    private static XElement Named(string macro, params object?[] content) =>
        new(Macro + "structured-macro", new XAttribute(Macro + "name", macro), content);

    private static bool LeadsToTheWeb(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme);

    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone half of a character is enumerated as U+FFFD.
            if (rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not (0xFFFE or 0xFFFF)) && rune.Value is not (>= 0x7F and <= 0x9F))
                printable.Append(rune.ToString());
        }
        return printable.ToString();
    }

    /// <summary>Confluence wants its prefixes and no declarations of them.</summary>
    private static string Write(XNode node)
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(text, settings))
            node.WriteTo(writer);
        return text.Replace($" xmlns:ac=\"{Macro}\"", "").Replace($" xmlns:ri=\"{Resource}\"", "").Replace($" xmlns=\"{Macro}\"", "").ToString();
    }
}
