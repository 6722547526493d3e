using System.Text.Json;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>What matters to us of a component as Statuspage tells it.</summary>
public sealed record RemoteComponent(string Id, string Name, string Status, bool IsGroup, string? GroupId = null)
{
    public static IReadOnlyList<RemoteComponent> ReadList(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(Read).OfType<RemoteComponent>()] : [];

    private static RemoteComponent? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || Text(json, "id") is not { } id || !StatuspageAccess.IsRemoteId(id) || Text(json, "name") is not { } name)
            return null;
        return new RemoteComponent(id, name, Text(json, "status") ?? "", json.TryGetProperty("group", out var group) && group.ValueKind == JsonValueKind.True, Text(json, "group_id"));
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
