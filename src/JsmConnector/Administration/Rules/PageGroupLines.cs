using System.Text.Json.Nodes;

namespace JsmConnector.Administration.Rules;

/// <summary>
/// Groups of components as text, one line a group: `Office = Email, Chat`, and `Office > Abroad = Email abroad` for a group within it. Their order is that
/// of the page; names are written as <see cref="CellNames"/> does. Pure.
/// </summary>
public static class PageGroupLines
{
    private const char Within = '>', Holds = '=';
    private const string Ends = ">=";

    public static string Of(JsonArray groups) => string.Join('\n', Lines(groups, ""));

    /// <param name="known">Components that may be written without quotation marks whatever their names hold.</param>
    /// <returns>Null when there is none.</returns>
    public static JsonArray? Read(string text, IReadOnlyList<string>? known = null)
    {
        var groups = new JsonArray();
        foreach (var (names, components) in Parsed(text, known))
        {
            var group = names.Aggregate((JsonObject?)null, (outer, name) => InOf(outer is null ? groups : Inner(outer, "groups"), name));
            foreach (var component in components)
                Inner(group!, "components").Add((JsonNode)component);
        }
        return groups.Count > 0 ? groups : null;
    }

    public static IEnumerable<string> Components(string text) => Parsed(text, null).SelectMany(line => line.Components);

    private static IEnumerable<(IReadOnlyList<string> Names, IReadOnlyList<string> Components)> Parsed(string text, IReadOnlyList<string>? known)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (names, at) = (new List<string>(), -1);
            do
            {
                (var name, at) = CellNames.Take(line, at + 1, Ends);
                names.Add(name);
            }
            while (at < line.Length && line[at] == Within);
            yield return (names, at < line.Length ? CellNames.Split(line[(at + 1)..], known) : []);
        }
    }

    private static IEnumerable<string> Lines(JsonArray groups, string before)
    {
        foreach (var group in groups.OfType<JsonObject>())
        {
            var (name, inner) = ($"{before}{CellNames.Shown($"{group["name"]}", Ends)}", group["groups"] as JsonArray ?? []);
            var components = (group["components"] as JsonArray ?? []).Select(component => $"{component}").ToList();
            // A group that only holds others is named by them.
            if (components.Count > 0 || inner.Count == 0)
                yield return $"{name} {Holds} {CellNames.Join(components)}".TrimEnd();
            foreach (var line in Lines(inner, $"{name} {Within} "))
                yield return line;
        }
    }

    private static JsonObject InOf(JsonArray groups, string name)
    {
        if (groups.OfType<JsonObject>().FirstOrDefault(group => $"{group["name"]}".Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        var made = new JsonObject { ["name"] = name };
        groups.Add((JsonNode)made);
        return made;
    }

    private static JsonArray Inner(JsonObject group, string member)
    {
        if (group[member] is JsonArray known)
            return known;
        var made = new JsonArray();
        group[member] = made;
        return made;
    }
}
