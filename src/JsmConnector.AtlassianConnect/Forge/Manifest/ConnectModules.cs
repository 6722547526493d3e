using System.Text.Json.Nodes;

namespace JsmConnector.AtlassianConnect.Forge.Manifest;

/// <summary>The descriptor's modules as they stand inside a Forge manifest: the same, under `jira:`, each with a key.</summary>
internal static class ConnectModules
{
    public static JsonObject Of(JsonObject descriptor)
    {
        var modules = new JsonObject
        {
            // Enabled and disabled are not sent any more when Connect lives inside Forge.
            ["jira:lifecycle"] = new JsonArray(new JsonObject
            {
                ["key"] = "lifecycle",
                ["installed"] = descriptor["lifecycle"]!["installed"]!.DeepClone(),
                ["uninstalled"] = descriptor["lifecycle"]!["uninstalled"]!.DeepClone(),
            }),
        };
        foreach (var (kind, list) in descriptor["modules"]!.AsObject())
        {
            modules[$"jira:{kind}"] = new JsonArray([.. list!.AsArray().Select(module => (JsonNode)Keyed(module!.DeepClone().AsObject()))]);
        }

        return modules;
    }

    /// <summary>A webhook has no key of its own; its event becomes one.</summary>
    private static JsonObject Keyed(JsonObject module)
    {
        if (module.ContainsKey("key"))
        {
            return module;
        }

        var keyed = new JsonObject { ["key"] = $"wh-{module["event"]!.GetValue<string>().Replace(':', '-').Replace('_', '-')}" };
        foreach (var (name, value) in module)
        {
            keyed[name] = value?.DeepClone();
        }

        return keyed;
    }
}
