using System.Text.Json.Nodes;

namespace JsmConnector.Administration.Rules;

/// <summary>
/// Groups of components as text, one line a group: `Office = Email, Chat`, and `Office > Abroad = Email abroad` for a group within it. Their order is that
/// of the page. Pure.
/// </summary>
public static class PageGroupLines
{
    private const char Within = '>', Holds = '=';

    public static string Of(JsonArray groups) => string.Join('\n', Lines(groups, ""));

    /// <returns>Null when there is none.</returns>
    public static JsonArray? Read(string text)
    {
        var groups = new JsonArray();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.IndexOf(Holds, StringComparison.Ordinal);
            JsonObject? group = null;
            foreach (var name in (at < 0 ? line : line[..at]).Split(Within, StringSplitOptions.TrimEntries))
                group = InOf(group is null ? groups : Inner(group, "groups"), name);
            foreach (var component in at < 0 ? [] : EditRules.Split(line[(at + 1)..]))
                Inner(group!, "components").Add((JsonNode)component);
        }
        return groups.Count > 0 ? groups : null;
    }

    private static IEnumerable<string> Lines(JsonArray groups, string before)
    {
        foreach (var group in groups.OfType<JsonObject>())
        {
            var (name, inner) = ($"{before}{group["name"]}", group["groups"] as JsonArray ?? []);
            var components = (group["components"] as JsonArray ?? []).Select(component => $"{component}").ToList();
            // A group that only holds others is named by them.
            if (components.Count > 0 || inner.Count == 0)
                yield return $"{name} {Holds} {string.Join(", ", components)}".TrimEnd();
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
