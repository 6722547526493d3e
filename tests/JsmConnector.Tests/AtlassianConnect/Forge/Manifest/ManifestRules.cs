using System.Text.Json.Nodes;

namespace JsmConnector.Tests.AtlassianConnect.Forge.Manifest;

/// <summary>
/// What Forge would refuse, in our own words, so that it is found without the network. Atlassian's own checker misses some of it: what stands inside
/// connectModules, unknown events, plain http, wrong words for visitors.
/// </summary>
internal static class ManifestRules
{
    private static readonly string[] Events =
        ["avi:jira:created:issue", "avi:jira:updated:issue", "avi:jira:deleted:issue", "avi:jira:commented:issue", "avi:jira:deleted:comment", "avi:forge:installed:app", "avi:forge:upgraded:app"];

    private static readonly string[] Modules =
        ["trigger", "scheduledTrigger", "endpoint", "jira:issueContext", "jira:globalPage", "jira:adminPage", "jira:entityProperty", "jiraServiceManagement:portalHeader", "jiraServiceManagement:portalSubheader", "jiraServiceManagement:portalFooter"];

    private static readonly string[] Scopes =
        ["read:jira-work", "write:jira-work", "read:jira-user", "read:servicedesk-request", "read:app-system-token", "read:connect-jira", "write:connect-jira"];

    private static readonly string[] Pages = ["help_center", "portal", "create_request", "view_request", "my_requests", "approvals", "profile", "csm_help_center"];

    public static IReadOnlyList<string> Violations(JsonObject manifest, Func<string, bool> hasFolder)
    {
        var modules = Listed(manifest["modules"]).ToList();
        var connect = Listed(manifest["connectModules"]).ToList();
        var remotes = Keys(manifest["remotes"]);
        var endpoints = modules.Where(module => module.Kind == "endpoint").Select(module => Text(module.Item["key"])).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. modules.Count == 0 ? ["there is no module at all"] : Array.Empty<string>(),
            .. modules.Select(module => module.Kind).Distinct().Where(kind => !Modules.Contains(kind)).Select(kind => $"module {kind} is unknown"),
            .. Twice(modules.Concat(connect).Select(module => Text(module.Item["key"]))),
            .. modules.Where(module => module.Item["endpoint"] is { } named && !endpoints.Contains(Text(named))).Select(module => $"{Text(module.Item["key"])} names the unknown endpoint {Text(module.Item["endpoint"])}"),
            .. modules.Where(module => module.Item["resolver"] is { } resolver && !endpoints.Contains(Text(resolver["endpoint"]))).Select(module => $"{Text(module.Item["key"])} has no resolver that exists"),
            .. modules.Where(module => module.Kind == "endpoint").SelectMany(module => Endpoint(module.Item, remotes)),
            .. modules.Where(module => module.Kind == "trigger").SelectMany(module => module.Item["events"]!.AsArray()).Select(Text).Where(name => !Events.Contains(name)).Select(name => $"event {name} is unknown"),
            .. Schedules([.. modules.Where(module => module.Kind == "scheduledTrigger").Select(module => Text(module.Item["interval"]))]),
            .. modules.SelectMany(module => Visitors(module.Item)),
            .. modules.Where(module => module.Item["resource"] is { } named && !Keys(manifest["resources"]).Contains(Text(named))).Select(module => $"{Text(module.Item["key"])} names an unknown resource"),
            .. (manifest["resources"]?.AsArray() ?? []).Where(resource => !hasFolder(Text(resource!["path"]))).Select(resource => $"the folder {Text(resource!["path"])} is missing"),
            .. (manifest["remotes"]?.AsArray() ?? []).Where(remote => !Text(remote!["baseUrl"]).StartsWith("https://", StringComparison.Ordinal) || Text(remote["baseUrl"]).EndsWith('/')).Select(remote => $"the remote {Text(remote!["key"])} is no https address"),
            .. manifest["permissions"]!["scopes"]!.AsArray().Select(Text).Where(scope => !Scopes.Contains(scope)).Select(scope => $"scope {scope} has no reason"),
            .. connect.Count > 0 && manifest["app"]!["connect"] is null ? ["connectModules without app.connect"] : Array.Empty<string>(),
            .. connect.SelectMany(module => module.Item).Where(member => member.Key is "url" or "installed" or "uninstalled" && !Text(member.Value).StartsWith('/')).Select(member => $"{member.Key} {Text(member.Value)} is no path"),
        ];
    }

    public static IEnumerable<(string Kind, JsonObject Item)> Listed(JsonNode? modules) =>
        (modules?.AsObject() ?? []).SelectMany(list => list.Value!.AsArray().Select(item => (list.Key, item!.AsObject())));

    private static IEnumerable<string> Endpoint(JsonObject endpoint, HashSet<string> remotes)
    {
        var key = Text(endpoint["key"]);
        if (!remotes.Contains(Text(endpoint["remote"])))
            yield return $"{key} names an unknown remote";
        if (endpoint["auth"]?["appSystemToken"]?["enabled"]?.GetValue<bool>() != true)
            yield return $"{key} brings no system token";
        if (key.Length > 23)
            yield return $"{key} is longer than 23 characters";
    }

    private static IEnumerable<string> Schedules(List<string> intervals)
    {
        if (intervals.Count > 5)
            yield return "there are more than five schedules";
        if (intervals.Count(interval => interval == "fiveMinute") > 1)
            yield return "only one schedule may run every five minutes";
        foreach (var unknown in intervals.Where(interval => interval is not ("fiveMinute" or "hour" or "day" or "week")))
            yield return $"the interval {unknown} is unknown";
    }

    private static IEnumerable<string> Visitors(JsonObject module) =>
        (module["unlicensedAccess"]?.AsArray() ?? []).Select(Text).Where(word => word is not ("unlicensed" or "customer" or "anonymous")).Select(word => $"visitors called {word} are unknown")
            .Concat((module["pages"]?.AsArray() ?? []).Select(Text).Where(page => !Pages.Contains(page)).Select(page => $"the portal has no page {page}"));

    private static IEnumerable<string> Twice(IEnumerable<string> keys) => keys.GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"the key {group.Key} is used twice");

    private static HashSet<string> Keys(JsonNode? list) => (list?.AsArray() ?? []).Select(item => Text(item!["key"])).ToHashSet(StringComparer.Ordinal);

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
