using System.Net;
using System.Text;
using System.Xml.Linq;

namespace JsmConnector.Sandbox.Wiki;

/// <summary>What readers see of a stored page: macros become what Confluence draws for them, everything else is HTML already.</summary>
internal static class ShowStorage
{
    private static readonly XNamespace Macro = "urn:macro";

    public static string AsHtml(string storage)
    {
        var html = new StringBuilder();
        foreach (var node in XElement.Parse($"<page xmlns:ac=\"{Macro}\" xmlns:ri=\"urn:resource\">{storage}</page>", LoadOptions.PreserveWhitespace).Nodes())
            Write(node, html);
        return html.ToString();
    }

    private static void Write(XNode node, StringBuilder html)
    {
        switch (node)
        {
            case XText text:
                html.Append(WebUtility.HtmlEncode(text.Value));
                break;
            case XElement element when element.Name.Namespace == Macro:
                WriteMacro(element, html);
                break;
            case XElement { Name.LocalName: "table" } table:
                html.Append("<div class=\"wiki-table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">");
                WriteElement(table, html);
                html.Append("</div>");
                break;
            case XElement element:
                WriteElement(element, html);
                break;
        }
    }

    private static void WriteElement(XElement element, StringBuilder html)
    {
        html.Append('<').Append(element.Name.LocalName);
        foreach (var attribute in element.Attributes())
            html.Append(' ').Append(attribute.Name.LocalName).Append("=\"").Append(WebUtility.HtmlEncode(attribute.Value)).Append('"');
        html.Append('>');
        if (element.Name.LocalName is "br" or "hr")
            return;
        WriteAll(element, html);
        html.Append("</").Append(element.Name.LocalName).Append('>');
    }

    private static void WriteMacro(XElement macro, StringBuilder html)
    {
        var name = (string?)macro.Attribute(Macro + "name") ?? "";
        string? Parameter(string wanted) => macro.Elements(Macro + "parameter").FirstOrDefault(parameter => (string?)parameter.Attribute(Macro + "name") == wanted)?.Value;
        switch (name)
        {
            case "anchor":
                html.Append("<span id=\"").Append(WebUtility.HtmlEncode(Parameter(""))).Append("\"></span>");
                break;
            case "code":
                html.Append("<pre class=\"wiki-code\" tabindex=\"0\"><code>").Append(WebUtility.HtmlEncode(macro.Element(Macro + "plain-text-body")?.Value)).Append("</code></pre>");
                break;
            case "info" or "note" or "tip" or "warning":
                html.Append("<div class=\"wiki-panel wiki-").Append(name).Append("\">");
                if (Parameter("title") is { } title)
                    html.Append("<p><strong>").Append(WebUtility.HtmlEncode(title)).Append("</strong></p>");
                WriteAll(macro.Element(Macro + "rich-text-body"), html);
                html.Append("</div>");
                break;
            case "expand":
                html.Append("<details><summary>").Append(WebUtility.HtmlEncode(Parameter("title") ?? "Expand")).Append("</summary>");
                WriteAll(macro.Element(Macro + "rich-text-body"), html);
                html.Append("</details>");
                break;
            case "status":
                html.Append("<span class=\"lozenge\">").Append(WebUtility.HtmlEncode(Parameter("title"))).Append("</span>");
                break;
            default:
                html.Append("<p class=\"meta\">[macro ").Append(WebUtility.HtmlEncode(name)).Append("]</p>");
                break;
        }
    }

    private static void WriteAll(XElement? element, StringBuilder html)
    {
        foreach (var node in element?.Nodes() ?? [])
            Write(node, html);
    }
}
