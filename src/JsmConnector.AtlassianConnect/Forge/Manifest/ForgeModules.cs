using System.Text.Json.Nodes;

namespace JsmConnector.AtlassianConnect.Forge.Manifest;

/// <summary>Keys in the manifest by which a route knows what may call it. Screens keep the keys of the Connect descriptor.</summary>
public static class ForgeModules
{
    public const string Events = "ep-events";
    public const string Lifecycle = "ep-lifecycle";
    public const string Refresh = "ep-refresh";
    public const string Reconcile = "ep-reconcile";

    /// <summary>The one endpoint behind all screens: an invocation from a screen carries the screen's own key.</summary>
    public const string Screens = "ep-screens";

    public const string EventsPath = "/forge/events";
    public const string LifecyclePath = "/forge/lifecycle";
    public const string RefreshPath = "/forge/refresh";
    public const string ReconcilePath = "/forge/reconcile";

    internal static IReadOnlyList<(string Key, string Path)> Endpoints { get; } =
        [(Events, EventsPath), (Lifecycle, LifecyclePath), (Refresh, RefreshPath), (Reconcile, ReconcilePath)];

    /// <summary>What Jira indexes: https://developer.atlassian.com/platform/forge/manifest-reference/modules/jira-entity-property/</summary>
    internal static JsonArray Properties(JsonArray indexed) => new([.. indexed.SelectMany(module => module!["keyConfigurations"]!.AsArray().Select(index => (JsonNode)new JsonObject
    {
        ["key"] = module["key"]!.DeepClone(),
        ["entityType"] = module["entityType"]!.DeepClone(),
        ["propertyKey"] = index!["propertyKey"]!.DeepClone(),
        ["values"] = new JsonArray([.. index["extractions"]!.AsArray().Select(value => (JsonNode)new JsonObject
        {
            ["path"] = value!["objectName"]!.DeepClone(),
            ["type"] = value["type"]!.DeepClone(),
            ["searchAlias"] = value["alias"]!.DeepClone(),
        })]),
    }))]);
}
