using System.Text.Json.Nodes;
using JsmConnector.Sandbox.Site;

namespace JsmConnector.Sandbox.Install;

/// <param name="Kind">`default`, `inprogress`, `moved`, `new`, `removed` or `success`.</param>
public sealed record Lozenge(string Label, string Kind);

/// <summary>How the issue view reads an app's properties of an issue.</summary>
public static class IssueModules
{
    /// <summary>Conditions of the kind `entity_property_equal_to`; others are about the visitor.</summary>
    public static bool Shows(this InstalledApp app, JsonNode module, Issue issue) => !app.IsInForge && (module["conditions"]?.AsArray() ?? [])
        .Where(condition => condition!["condition"]!.GetValue<string>() == "entity_property_equal_to")
        .All(condition => Holds(condition!["params"]!, issue) != (condition["invert"]?.GetValue<bool>() ?? false));

    public static Lozenge? LozengeOf(this InstalledApp app, JsonNode? module, Issue issue) =>
        module?["key"] is { } key && issue.Properties.TryGetValue($"com.atlassian.jira.issue:{app.Key}:{key.GetValue<string>()}:status", out var status) && status["type"]?.GetValue<string>() == "lozenge"
            ? new Lozenge(status["value"]!["label"]!.GetValue<string>(), status["value"]!["type"]!.GetValue<string>())
            : null;

    private static bool Holds(JsonNode asked, Issue issue) =>
        issue.Properties.TryGetValue(asked["propertyKey"]!.GetValue<string>(), out var value) && value[asked["objectName"]!.GetValue<string>()]?.ToJsonString() == asked["value"]!.GetValue<string>();
}
