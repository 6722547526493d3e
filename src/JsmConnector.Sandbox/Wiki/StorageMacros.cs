using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace JsmConnector.Sandbox.Wiki;

/// <summary>The macros of Confluence that documents of incidents may use: which parameters each has and what its body is.</summary>
internal static partial class StorageMacros
{
    private enum Body
    {
        None,
        Plain,
        Rich,
    }

    private static readonly Dictionary<string, (Body Body, string[] Needed, string[] Possible)> Known = new(StringComparer.Ordinal)
    {
        ["anchor"] = (Body.None, [""], []),
        ["code"] = (Body.Plain, [], ["language", "title", "collapse", "linenumbers", "firstline", "theme"]),
        ["expand"] = (Body.Rich, [], ["title"]),
        ["info"] = (Body.Rich, [], ["title", "icon"]),
        ["note"] = (Body.Rich, [], ["title", "icon"]),
        ["tip"] = (Body.Rich, [], ["title", "icon"]),
        ["warning"] = (Body.Rich, [], ["title", "icon"]),
        ["status"] = (Body.None, ["title"], ["colour", "subtle"]),
        ["toc"] = (Body.None, [], ["minLevel", "maxLevel"]),
        ["jira"] = (Body.None, ["key"], ["server", "serverId"]),
    };

    public static IEnumerable<string> Mistakes(XElement macro)
    {
        var space = macro.Name.Namespace;
        var name = (string?)macro.Attribute(space + "name") ?? "";
        foreach (var attribute in macro.Attributes().Where(attribute => attribute.Name.Namespace != space || attribute.Name.LocalName is not ("name" or "schema-version" or "macro-id")))
            yield return $"The macro '{name}' has {attribute}.";
        if (!Known.TryGetValue(name, out var rule))
        {
            yield return $"There is no macro '{name}'.";
            yield break;
        }
        var parameters = macro.Elements(space + "parameter").Select(parameter => (Name: (string?)parameter.Attribute(space + "name"), Value: parameter.Value, IsText: !parameter.HasElements)).ToList();
        foreach (var (parameter, value, isText) in parameters)
        {
            if (parameter is null || !(rule.Needed.Contains(parameter) || rule.Possible.Contains(parameter)))
                yield return $"The macro '{name}' has no parameter '{parameter}'.";
            else if (!isText || value.Length == 0 || (parameter.Length == 0 && !AnchorName().IsMatch(value)) || (parameter == "language" && !Language().IsMatch(value)))
                yield return $"The parameter '{parameter}' of '{name}' cannot be '{value}'.";
        }
        if (parameters.GroupBy(parameter => parameter.Name).Any(group => group.Count() > 1) || rule.Needed.Except(parameters.Select(parameter => parameter.Name)).Any())
            yield return $"The macro '{name}' needs each of its parameters once.";
        var bodies = macro.Elements().Where(element => element.Name != space + "parameter").ToList();
        var wanted = rule.Body switch { Body.Plain => "plain-text-body", Body.Rich => "rich-text-body", _ => null };
        if (wanted is null ? bodies.Count > 0 : bodies.Count != 1 || bodies[0].Name != space + wanted)
            yield return $"The macro '{name}' needs {wanted ?? "no body"}.";
        else if (rule.Body == Body.Plain && bodies[0].Nodes().Any(node => node is not XText))
            yield return $"The body of '{name}' is no plain text.";
        if (macro.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value)))
            yield return $"There are words beside the body of '{name}'.";
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,200}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnchorName();

    [GeneratedRegex("^[a-z0-9+#.-]{1,30}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Language();
}
