using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace JsmConnector.Sandbox.Wiki;

/// <summary>
/// Confluence's storage format as far as a page needs it, judged strictly: XML with the five entities of XML only, the known elements where they may
/// stand, attributes with sound values, and macros with their own parameters and bodies. What Confluence would quietly drop counts as a mistake.
/// </summary>
public static partial class CheckStorage
{
    private static readonly XNamespace Macro = "urn:macro";
    private static readonly XNamespace Resource = "urn:resource";
    private static readonly HashSet<string> Inline = ["strong", "em", "u", "s", "del", "sub", "sup", "code", "a", "span", "br"];
    private static readonly HashSet<string> OfWords = [.. Inline.Where(name => name != "br"), "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"];
    private static readonly HashSet<string> InlineMacros = ["anchor", "status", "jira"];
    private static readonly HashSet<string> Empty = ["br", "hr"];

    private static readonly Dictionary<string, string[]> Parts = new(StringComparer.Ordinal)
    {
        ["ul"] = ["li"],
        ["ol"] = ["li"],
        ["table"] = ["thead", "tbody", "tr", "colgroup"],
        ["thead"] = ["tr"],
        ["tbody"] = ["tr"],
        ["tr"] = ["th", "td"],
        ["colgroup"] = ["col"],
    };

    private static readonly HashSet<string> PartsOnly = [.. Parts.Values.SelectMany(names => names)];
    private static readonly HashSet<string> Blocks = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "div", "hr", "ul", "ol", "table"];

    /// <returns>What is wrong, one sentence each; nothing when Confluence would keep the page as it was sent.</returns>
    public static IReadOnlyList<string> Mistakes(string storage)
    {
        try
        {
            var root = XElement.Parse($"<page xmlns:ac=\"{Macro}\" xmlns:ri=\"{Resource}\">{storage}</page>", LoadOptions.PreserveWhitespace);
            return
            [
                .. root.DescendantNodes().Where(node => node is XProcessingInstruction or XComment or XDocumentType).Select(node => $"A {node.NodeType} does not belong into a body."),
                .. root.Descendants().SelectMany(Of),
            ];
        }
        catch (XmlException mistake)
        {
            return [mistake.Message];
        }
    }

    private static IEnumerable<string> Of(XElement element)
    {
        var name = element.Name.LocalName;
        if (element.Name.Namespace == Macro)
            return name == "structured-macro" ? [.. Place(element), .. StorageMacros.Mistakes(element)] : IsOfMacro(element) ? [] : [$"'ac:{name}' is not known here."];
        if (element.Name.Namespace != XNamespace.None)
            return [$"'{name}' is of a foreign namespace."];
        if (!Inline.Contains(name) && !Blocks.Contains(name) && !PartsOnly.Contains(name))
            return [$"Confluence drops '{name}'."];
        return [.. Place(element), .. Inside(element), .. element.Attributes().Where(attribute => !IsSound(name, attribute)).Select(attribute => $"'{name}' has {attribute}.")];
    }

    /// <summary>Parameters and bodies are judged with their macro.</summary>
    private static bool IsOfMacro(XElement element) =>
        element.Name.LocalName is "parameter" or "plain-text-body" or "rich-text-body" && element.Parent is { Name.LocalName: "structured-macro" } parent && parent.Name.Namespace == Macro;

    private static IEnumerable<string> Place(XElement element)
    {
        var (name, parent) = (element.Name.LocalName, element.Parent!);
        var isMacro = element.Name.Namespace == Macro;
        var isInline = isMacro ? InlineMacros.Contains((string?)element.Attribute(Macro + "name") ?? "") : Inline.Contains(name);
        if (parent.Name.Namespace == XNamespace.None && Parts.TryGetValue(parent.Name.LocalName, out var parts))
        {
            if (isMacro || !parts.Contains(name))
                yield return $"'{name}' stands in '{parent.Name.LocalName}'.";
        }
        else if (!isMacro && PartsOnly.Contains(name))
        {
            yield return $"'{name}' stands in '{parent.Name.LocalName}'.";
        }
        else if (!isInline && OfWords.Contains(parent.Name.LocalName) && parent.Name.Namespace == XNamespace.None)
        {
            yield return $"The block '{name}' stands among the words of '{parent.Name.LocalName}'.";
        }
    }

    private static IEnumerable<string> Inside(XElement element)
    {
        var name = element.Name.LocalName;
        if (Empty.Contains(name) && element.Nodes().Any())
            yield return $"'{name}' has content.";
        if (Parts.ContainsKey(name) && element.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value)))
            yield return $"There are words between the parts of '{name}'.";
        if (name is "ul" or "ol" or "table" or "tr" && !element.Elements().Any())
            yield return $"'{name}' is empty.";
        if (name == "a" && element.Descendants("a").Any())
            yield return "A link stands in a link.";
    }

    private static bool IsSound(string name, XAttribute attribute) => (name, attribute.Name.LocalName) switch
    {
        _ when attribute.IsNamespaceDeclaration || attribute.Name.Namespace != XNamespace.None => false,
        ("a", "href") => Uri.TryCreate(attribute.Value, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "mailto",
        ("a", "title") => true,
        ("ol", "start") or ("td" or "th", "colspan" or "rowspan") => int.TryParse(attribute.Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _),
        ("td" or "th" or "p", "style") => Alignment().IsMatch(attribute.Value),
        _ => false,
    };

    [GeneratedRegex("^text-align: ?(left|center|right);?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alignment();
}
