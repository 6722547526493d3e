using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.Installations.Settings;

/// <param name="Path">Like `statusPages[sp].pageId`: elements of a list go by their id or name where they have one, else by their number.</param>
/// <param name="Before">As JSON; null when it was not there.</param>
/// <param name="After">As JSON; null when it is gone.</param>
public sealed record SettingsDifference(string Path, string? Before, string? After);

/// <summary>What differs between two documents, member by member. Secrets are compared and never shown. Pure.</summary>
public static class DiffSettings
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<SettingsDifference> Between(InstallationSettings before, InstallationSettings after)
    {
        var (left, right) = SettingsSecrets.MaskedPair(before, after);
        return [.. Between(JsonSerializer.SerializeToNode(left, SettingsJson.Options), JsonSerializer.SerializeToNode(right, SettingsJson.Options), "")];
    }

    private static IEnumerable<SettingsDifference> Between(JsonNode? before, JsonNode? after, string at)
    {
        if (JsonNode.DeepEquals(before, after))
            return [];
        if (before is JsonObject left && after is JsonObject right)
            return Members(left, right).SelectMany(name => Between(left[name], right[name], at.Length == 0 ? name : $"{at}.{name}"));
        if (before is JsonArray from && after is JsonArray to && Named(from) is { } old && Named(to) is { } wanted)
        {
            var inside = old.Keys.Union(wanted.Keys).SelectMany(name => Between(old.GetValueOrDefault(name), wanted.GetValueOrDefault(name), $"{at}[{name}]")).ToList();
            var (kept, now) = (old.Keys.Where(wanted.ContainsKey).ToList(), wanted.Keys.Where(old.ContainsKey).ToList());
            return kept.SequenceEqual(now) ? inside : [.. inside, new SettingsDifference($"{at} (order)", Text(kept), Text(now))];
        }
        return [new SettingsDifference(at, Text(before), Text(after))];
    }

    private static IEnumerable<string> Members(JsonObject left, JsonObject right) => left.Select(member => member.Key).Union(right.Select(member => member.Key));

    /// <returns>Null when the elements have no ids or names, or share one.</returns>
    private static Dictionary<string, JsonNode>? Named(JsonArray list)
    {
        var named = new Dictionary<string, JsonNode>();
        foreach (var element in list)
        {
            if (element is not JsonObject members || (Name(members, "id") ?? Name(members, "name")) is not { } name || !named.TryAdd(name, members))
                return null;
        }
        return named;
    }

    private static string? Name(JsonObject members, string member) => members[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string? Text(JsonNode? node) => node?.ToJsonString(Readable);

    private static string Text(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, Readable);
}
