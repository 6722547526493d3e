using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.StatusPages.Upkeep;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>What matters to us of an incident as Statuspage tells it.</summary>
public sealed record RemoteIncident(string Id, string? IssueId, string? Site, UpdateId? Update, DateTimeOffset? CreatedAt)
{
    /// <returns>Null when it is no incident.</returns>
    public static RemoteIncident? Read(JsonElement json)
    {
        if (Text(json, "id") is not { } id || !StatuspageAccess.IsRemoteId(id))
            return null;
        var metadata = Member(json, "metadata");
        var jira = Member(metadata, "jira");
        var update = Guid.TryParse(Text(Member(metadata, "jsmconnector"), "update"), out var guid) ? new UpdateId(guid) : (UpdateId?)null;
        return new RemoteIncident(id, Text(jira, "issueId"), Text(jira, "site"), update, Instant(json, "created_at"));
    }

    public static IReadOnlyList<RemoteIncident> ReadList(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(Read).OfType<RemoteIncident>()] : [];

    public static string? StatusOf(JsonElement json) => Text(json, "status");

    /// <summary>Those that carry no marker of anybody like us.</summary>
    public static IReadOnlyList<ForeignIncident> ReadForeign(JsonElement json) => json.ValueKind != JsonValueKind.Array ? [] :
        [.. from incident in json.EnumerateArray()
            let read = Read(incident)
            where read is { IssueId: null }
            select new ForeignIncident(read.Id, Text(incident, "name") ?? "", Text(incident, "status") ?? "", read.CreatedAt)];

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement json, string name) => Member(json, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static DateTimeOffset? Instant(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var at) ? at : null;
}
