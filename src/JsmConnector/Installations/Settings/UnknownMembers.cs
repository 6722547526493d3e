using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace JsmConnector.Installations.Settings;

/// <summary>
/// Members that the document has and the settings do not: a typing mistake would count for nothing, and nobody would notice. Asked where a person or a
/// script gives a document; what is stored is read with less care, because a newer version of the app may have written it. Pure.
/// </summary>
internal static class UnknownMembers
{
    /// <summary>Editors look for the schema there.</summary>
    private const string Schema = "$schema";

    /// <returns>The first one, with the mend; null when every name is known.</returns>
    public static SettingsRead.NotUnderstood? First(JsonObject document) =>
        Find(document, SettingsJson.Options.GetTypeInfo(typeof(InstallationSettings)), "");

    private static SettingsRead.NotUnderstood? Find(JsonNode? node, JsonTypeInfo type, string at) => (type.Kind, node) switch
    {
        (JsonTypeInfoKind.Object, JsonObject members) => members.Select(member => Judge(member.Key, member.Value, type, at)).FirstOrDefault(found => found is not null),
        (JsonTypeInfoKind.Enumerable, JsonArray list) => list.Select((element, index) => Find(element, Of(type), $"{at}[{index}]")).FirstOrDefault(found => found is not null),
        (JsonTypeInfoKind.Dictionary, JsonObject entries) => entries.Select(entry => Find(entry.Value, Of(type), $"{at}.{entry.Key}")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static SettingsRead.NotUnderstood? Judge(string name, JsonNode? value, JsonTypeInfo type, string at)
    {
        var path = at.Length == 0 ? name : $"{at}.{name}";
        if (type.Properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            return Find(value, SettingsJson.Options.GetTypeInfo(known.PropertyType), path);
        if (at.Length == 0 && name == Schema)
            return null;
        List<string> names = [.. type.Properties.Select(property => property.Name)];
        return new SettingsRead.NotUnderstood(path, $"There is no member '{name}' here.", Nearest(name, names) is { } nearest
            ? $"Did you mean {nearest}? Else take it out."
            : $"Take it out, or use one of {string.Join(", ", names)}.");
    }

    private static JsonTypeInfo Of(JsonTypeInfo list) => SettingsJson.Options.GetTypeInfo(list.ElementType!);

    private static string? Nearest(string typed, IEnumerable<string> names)
    {
        var (name, distance) = names.Select(name => (name, Distance(typed.ToUpperInvariant(), name.ToUpperInvariant()))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, name.Length * 2 / 5) ? name : null;
    }

    /// <summary>How many letters must change, come or go.</summary>
    public static int Distance(string a, string b)
    {
        var before = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], before[j]) + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            before = row;
        }
        return before[b.Length];
    }
}
