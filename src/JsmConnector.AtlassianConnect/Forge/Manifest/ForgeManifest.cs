using System.Text.Json.Nodes;

namespace JsmConnector.AtlassianConnect.Forge.Manifest;

/// <param name="AppId">`ari:cloud:ecosystem::app/{uuid}`, given by Atlassian's command line (`forge register`).</param>
/// <param name="BaseUrl">Public https address of this deployment.</param>
/// <param name="WithConnect">Keeps the Connect modules for sites that installed the app before; without, Forge alone is the whole product.</param>
public sealed record ForgeManifestInput(string AppId, string BaseUrl, bool WithConnect)
{
    /// <summary>Stands where `forge register` puts the real one.</summary>
    public const string AppIdPlaceholder = "ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000";

    public const string BaseUrlPlaceholder = "https://incidents.example.com";
}

/// <summary>
/// The Forge manifest, computed from the one list of modules, atlassian-connect.json. Pure.
/// https://developer.atlassian.com/platform/forge/manifest-reference/
/// </summary>
public static class ForgeManifest
{
    private const string Remote = "backend";
    private const string Resource = "screens";

    private static readonly Dictionary<string, string> EventOf = new(StringComparer.Ordinal)
    {
        ["jira:issue_created"] = "avi:jira:created:issue",
        ["jira:issue_updated"] = "avi:jira:updated:issue",
        ["jira:issue_deleted"] = "avi:jira:deleted:issue",
        // Forge tells of a new and of an edited comment with one event.
        ["comment_created"] = "avi:jira:commented:issue",
        ["comment_updated"] = "avi:jira:commented:issue",
        ["comment_deleted"] = "avi:jira:deleted:comment",
    };

    /// <param name="descriptor">Text of atlassian-connect.json.</param>
    /// <exception cref="InvalidOperationException">The descriptor has a module or an event without a counterpart in Forge: name it here.</exception>
    public static JsonObject Build(string descriptor, ForgeManifestInput input)
    {
        var source = JsonNode.Parse(descriptor)!.AsObject();
        var app = new JsonObject { ["id"] = input.AppId, ["runtime"] = new JsonObject { ["name"] = "nodejs22.x" } };
        var manifest = new JsonObject { ["app"] = app, ["remotes"] = Remotes(input.BaseUrl) };
        if (input.WithConnect)
        {
            app["connect"] = new JsonObject { ["key"] = source["key"]!.DeepClone(), ["remote"] = Remote, ["authentication"] = "jwt" };
            manifest["connectModules"] = ConnectModules.Of(source);
        }

        var modules = Machinery(source);
        if (!input.WithConnect)
        {
            Screens(source, modules);
            manifest["resources"] = new JsonArray(new JsonObject { ["key"] = Resource, ["path"] = "static" });
        }

        manifest["modules"] = modules;
        manifest["permissions"] = new JsonObject { ["scopes"] = Scopes(source, input.WithConnect) };
        return manifest;
    }

    private static JsonArray Remotes(string baseUrl) => new(new JsonObject
    {
        ["key"] = Remote,
        ["baseUrl"] = baseUrl.TrimEnd('/'),
        ["operations"] = new JsonArray("storage", "compute"),
        ["storage"] = new JsonObject { ["inScopeEUD"] = true },
    });

    /// <summary>What Forge calls by itself: events, the app's own life, and two clocks.</summary>
    private static JsonObject Machinery(JsonObject source)
    {
        var events = source["modules"]!["webhooks"]!.AsArray().Select(webhook => Counterpart(webhook!["event"]!.GetValue<string>())).Distinct(StringComparer.Ordinal);
        return new JsonObject
        {
            ["trigger"] = new JsonArray(
                new JsonObject
                {
                    ["key"] = "issue-events",
                    ["endpoint"] = ForgeModules.Events,
                    ["events"] = new JsonArray([.. events.Select(name => (JsonNode)name)]),
                    ["filter"] = new JsonObject { ["ignoreSelf"] = true },
                },
                new JsonObject
                {
                    ["key"] = "app-lifecycle",
                    ["endpoint"] = ForgeModules.Lifecycle,
                    ["events"] = new JsonArray("avi:forge:installed:app", "avi:forge:upgraded:app"),
                }),
            ["scheduledTrigger"] = new JsonArray(
                new JsonObject { ["key"] = "refresh-token", ["endpoint"] = ForgeModules.Refresh, ["interval"] = "hour" },
                new JsonObject { ["key"] = "reconcile", ["endpoint"] = ForgeModules.Reconcile, ["interval"] = "fiveMinute" }),
            ["endpoint"] = new JsonArray([.. ForgeModules.Endpoints.Select(endpoint => Endpoint(endpoint.Key, endpoint.Path))]),
        };
    }

    private static void Screens(JsonObject source, JsonObject modules)
    {
        foreach (var (kind, list) in source["modules"]!.AsObject().Where(module => !ForgeScreens.IsNone(module.Key)))
        {
            foreach (var module in list!.AsArray().Select(module => module!.AsObject()))
            {
                var (name, screen) = ForgeScreens.Of(kind, module);
                screen["resource"] = Resource;
                screen["resolver"] = new JsonObject { ["endpoint"] = ForgeModules.Screens };
                modules[name] = modules[name] ?? new JsonArray();
                modules[name]!.AsArray().Add((JsonNode)screen);
            }
        }

        modules["jira:entityProperty"] = ForgeModules.Properties(source["modules"]!["jiraEntityProperties"]!.AsArray());
        modules["endpoint"]!.AsArray().Add((JsonNode)Endpoint(ForgeModules.Screens, null));
    }

    private static JsonObject Endpoint(string key, string? path)
    {
        var endpoint = new JsonObject { ["key"] = key, ["remote"] = Remote };
        if (path is not null)
        {
            endpoint["route"] = new JsonObject { ["path"] = path };
        }

        // Without it no token comes, and a token that nobody brings cannot be asked for.
        endpoint["auth"] = new JsonObject { ["appSystemToken"] = new JsonObject { ["enabled"] = true } };
        return endpoint;
    }

    private static JsonArray Scopes(JsonObject source, bool withConnect)
    {
        var asked = source["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>().ToLowerInvariant()).ToList();
        IEnumerable<string> scopes =
        [
            .. asked.Select(scope => $"{scope}:jira-work"),
            "read:jira-user",
            "read:servicedesk-request",
            "read:app-system-token",
            .. withConnect ? asked.Select(scope => $"{scope}:connect-jira") : [],
        ];
        return new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]);
    }

    private static string Counterpart(string name) => EventOf.TryGetValue(name, out var found)
        ? found
        : throw new InvalidOperationException($"The event '{name}' of the descriptor has no counterpart in the Forge manifest: name it in ForgeManifest.");
}
