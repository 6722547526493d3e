using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>
/// The state of one page. A test may look at it at any time, and change it between calls as a person in Statuspage's own screens would.
/// </summary>
public sealed class FakeStatuspagePage(string id, params string[] componentIds)
{
    private ImmutableSortedDictionary<string, string> _components = componentIds.ToImmutableSortedDictionary(component => component, _ => "operational");
    private ImmutableList<FakeStatuspageIncident> _incidents = [];
    private ImmutableDictionary<string, string> _names = ImmutableDictionary<string, string>.Empty;

    public string Id => id;

    /// <summary>Component id to status.</summary>
    public IReadOnlyDictionary<string, string> Components => _components;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FakeStatuspageIncident> Incidents => _incidents;

    /// <summary>Component id to name, where they differ.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    public void Name(string component, string name) => _names = _names.SetItem(component, name);

    /// <summary>A person moves a component in Statuspage's own screens.</summary>
    public void Move(string component, string status) => _components = _components.SetItem(component, status);

    /// <summary>Name of a group to the components in it.</summary>
    public SortedDictionary<string, List<string>> Groups { get; } = new(StringComparer.Ordinal);

    public JsonArray GroupsJson() => [.. Groups.Keys.Select(GroupJson)];

    /// <summary>As the API document has it: a group has a name and at least one component.</summary>
    public JsonNode? AddGroup(JsonNode? wish)
    {
        if ((string?)wish?["name"] is not { Length: > 0 } name || wish["components"] is not JsonArray { Count: > 0 } components)
            return null;
        Groups[name] = [.. components.Select(component => component!.GetValue<string>())];
        return GroupJson(name);
    }

    public bool Join(string component, string group)
    {
        if (Groups.Keys.FirstOrDefault(name => GroupId(name) == group) is not { } found || !_components.ContainsKey(component))
            return false;
        foreach (var other in Groups.Values)
            other.Remove(component);
        Groups[found].Add(component);
        return true;
    }

    private static string GroupId(string name) => $"group{string.Concat(name.Where(char.IsAsciiLetterOrDigit))}";

    private JsonNode GroupJson(string name) => new JsonObject { ["id"] = GroupId(name), ["page_id"] = id, ["name"] = name, ["components"] = new JsonArray([.. Groups[name].Select(component => (JsonNode)component)]) };

    public JsonNode Set(string component, string status)
    {
        Move(component, status);
        return ComponentJson(component);
    }

    public JsonNode AddComponent(string name)
    {
        var component = NewId();
        _components = _components.Add(component, "operational");
        Name(component, name);
        return ComponentJson(component);
    }

    public FakeStatuspageIncident? Find(string incident) => _incidents.Find(other => other.Id == incident);

    public void Delete(FakeStatuspageIncident incident) => _incidents = _incidents.Remove(incident);

    /// <summary>An incident that a person wrote.</summary>
    public FakeStatuspageIncident AddByHand(string name, string status = "investigating", DateTimeOffset? createdAt = null)
    {
        var incident = new FakeStatuspageIncident { Id = NewId(), CreatedAt = createdAt ?? DateTimeOffset.UtcNow, Name = name, Status = status };
        _incidents = _incidents.Add(incident);
        return incident;
    }

    public FakeStatuspageIncident Write(FakeStatuspageIncident? held, JsonObject wish)
    {
        var incident = held ?? AddByHand("");
        incident.Name = wish["name"]?.GetValue<string>() ?? incident.Name;
        incident.ImpactOverride = wish["impact_override"]?.GetValue<string>() ?? incident.ImpactOverride;
        incident.Metadata = wish["metadata"]?.DeepClone().AsObject() ?? incident.Metadata;
        if (wish["component_ids"] is JsonArray attached)
            incident.ComponentIds = [.. attached.Select(component => component!.GetValue<string>())];
        incident.Window = wish["scheduled_for"] is { } from ? (from.GetValue<string>(), wish["scheduled_until"]!.GetValue<string>()) : incident.Window;
        foreach (var (component, status) in wish["components"]?.AsObject() ?? [])
            _components = _components.SetItem(component, status!.GetValue<string>());
        if (wish["status"] is { } stage)
        {
            incident.Status = stage.GetValue<string>();
            incident.ResolvedAt = incident.IsOpen ? null : DateTimeOffset.UtcNow;
        }

        if (wish["body"] is not null || wish["status"] is not null)
        {
            var update = new FakeStatuspageUpdate(
                NewId(), incident.Status, wish["body"]?.GetValue<string>() ?? "", wish["deliver_notifications"]?.GetValue<bool>() ?? true, DateTimeOffset.UtcNow);
            incident.Updates = [.. incident.Updates, update];
        }

        return incident;
    }

    public JsonArray ComponentsJson(IQueryCollection query)
    {
        var size = Math.Clamp(Number(query, "per_page", 100), 1, 100);
        return [.. _components.Skip((Math.Max(Number(query, "page", 1), 1) - 1) * size).Take(size).Select(component => ComponentJson(component.Key))];
    }

    /// <summary>One page of a list, newest first.</summary>
    public JsonArray ListJson(Func<FakeStatuspageIncident, bool> filter, IQueryCollection query, string sizeName)
    {
        var size = Math.Clamp(Number(query, sizeName, 100), 1, 100);
        var page = Math.Max(Number(query, "page", 1), 1);
        return [.. _incidents.Where(filter).OrderByDescending(incident => incident.CreatedAt).Skip((page - 1) * size).Take(size).Select(Json)];
    }

    public JsonNode Json(FakeStatuspageIncident incident) => new JsonObject
    {
        ["id"] = incident.Id,
        ["page_id"] = id,
        ["name"] = incident.Name,
        ["status"] = incident.Status,
        ["impact"] = incident.ImpactOverride ?? "none",
        ["impact_override"] = incident.ImpactOverride,
        ["created_at"] = Time(incident.CreatedAt),
        ["resolved_at"] = incident.ResolvedAt is { } at ? Time(at) : null,
        ["metadata"] = incident.Metadata.DeepClone(),
        ["components"] = new JsonArray([.. incident.ComponentIds.Select(ComponentJson)]),
        ["incident_updates"] = new JsonArray([.. incident.Updates.Reverse().Select(update => new JsonObject
        {
            ["id"] = update.Id,
            ["incident_id"] = incident.Id,
            ["status"] = update.Status,
            ["body"] = update.Body,
            ["deliver_notifications"] = update.DeliverNotifications,
            ["display_at"] = Time(update.At),
        })]),
    };

    private JsonNode ComponentJson(string component) => new JsonObject
    {
        ["id"] = component,
        ["page_id"] = id,
        ["name"] = _names.GetValueOrDefault(component, component),
        ["status"] = _components[component],
        ["group"] = false,
        ["group_id"] = Groups.FirstOrDefault(group => group.Value.Contains(component)).Key is { } name ? GroupId(name) : null,
    };

    private static int Number(IQueryCollection query, string name, int fallback) =>
        int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string NewId() => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 12);
}
