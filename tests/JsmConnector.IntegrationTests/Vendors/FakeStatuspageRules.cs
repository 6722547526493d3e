using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>What Statuspage refuses of an incident. Members it does not know are refused too: a mistyped one would be lost in silence there.</summary>
public static class FakeStatuspageRules
{
    private static readonly string[] Members =
    [
        "name", "status", "body", "impact_override", "component_ids", "components", "metadata", "deliver_notifications", "scheduled_for", "scheduled_until",
        "scheduled_auto_in_progress", "scheduled_auto_completed",
    ];
    private static readonly string[] Statuses = ["investigating", "identified", "monitoring", "resolved"];
    private static readonly string[] PlannedStatuses = ["scheduled", "in_progress", "verifying", "completed"];
    private static readonly string[] Impacts = ["none", "maintenance", "minor", "major", "critical"];
    private static readonly string[] ComponentStatuses =
        ["operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"];

    public static IEnumerable<string> Mistakes(JsonObject wish, FakeStatuspagePage page, bool isNew)
    {
        foreach (var unknown in wish.Select(member => member.Key).Except(Members))
            yield return $"{unknown} is not known";
        if (isNew && string.IsNullOrWhiteSpace(Text(wish["name"])))
            yield return "Name can't be blank";
        if (wish.ContainsKey("name") && Text(wish["name"]) is not { Length: <= 255 })
            yield return "Name is too long (maximum is 255 characters)";
        if (wish.ContainsKey("body") && Text(wish["body"]) is not { Length: <= 25_000 })
            yield return "Body is too long (maximum is 25000 characters)";
        // An incident cannot change its kind.
        if (wish.ContainsKey("status") && !(wish.ContainsKey("scheduled_for") ? PlannedStatuses : Statuses).Contains(Text(wish["status"])))
            yield return "Status is not included in the list";
        if (wish.ContainsKey("impact_override") && !Impacts.Contains(Text(wish["impact_override"])))
            yield return "Impact override is not included in the list";
        if (wish.ContainsKey("deliver_notifications") && wish["deliver_notifications"]?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            yield return "Deliver notifications is no boolean";
        if (wish["metadata"] is { } metadata && (metadata is not JsonObject values || values.Any(value => value.Value is not JsonObject)))
            yield return "Metadata must be an object of objects";
        foreach (var mistake in ComponentMistakes(wish, page))
            yield return mistake;
    }

    private static IEnumerable<string> ComponentMistakes(JsonObject wish, FakeStatuspagePage page)
    {
        var attached = (wish["component_ids"] as JsonArray)?.Select(Text).ToArray() ?? [];
        var moved = wish["components"] as JsonObject ?? [];
        foreach (var component in attached.Concat(moved.Select(entry => entry.Key)).Distinct().Where(component => component is null || !page.Components.ContainsKey(component)))
            yield return $"Component {component} does not exist on this page";
        foreach (var (component, _) in moved.Where(entry => !ComponentStatuses.Contains(Text(entry.Value))))
            yield return $"Component {component} status is not included in the list";
        if (Text(wish["status"]) == "scheduled")
            yield break;
        if (moved.Any(entry => !attached.Contains(entry.Key)))
            yield return "components moves a component that component_ids does not name";
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
