using System.Text.Json.Nodes;

namespace JsmConnector.AtlassianConnect.Forge.Manifest;

/// <summary>Modules of Connect that are screens, as modules of Forge.</summary>
internal static class ForgeScreens
{
    /// <summary>Modules that show nothing, and the issue context, which in Forge is the panel itself.</summary>
    public static bool IsNone(string kind) => kind is "webhooks" or "jiraEntityProperties" or "jiraIssueContexts";

    /// <returns>The module's name in Forge, and what it says there.</returns>
    public static (string Module, JsonObject Screen) Of(string kind, JsonObject module)
    {
        var key = module["key"]!.GetValue<string>();
        var name = module["name"]?["value"]?.GetValue<string>() ?? key;
        return kind switch
        {
            "webPanels" => ("jira:issueContext", new JsonObject { ["key"] = key, ["title"] = name, ["label"] = name, ["displayConditions"] = new JsonObject { ["isLoggedIn"] = true } }),
            "serviceDeskPortalHeaders" => ("jiraServiceManagement:portalHeader", Portal(key, module)),
            "serviceDeskPortalSubHeaders" => ("jiraServiceManagement:portalSubheader", Portal(key, module)),
            "serviceDeskPortalFooters" => ("jiraServiceManagement:portalFooter", Portal(key, module)),
            "generalPages" => ("jira:globalPage", new JsonObject { ["key"] = key, ["title"] = $"{name}s", ["layout"] = "basic", ["displayConditions"] = new JsonObject { ["isLoggedIn"] = true } }),
            "adminPages" => ("jira:adminPage", new JsonObject { ["key"] = key, ["title"] = name, ["layout"] = "basic" }),
            _ => throw new InvalidOperationException($"The module '{kind}' of the descriptor has no counterpart in the Forge manifest: name it in ForgeScreens."),
        };
    }

    /// <summary>Announcements are for everybody who can open the portal.</summary>
    private static JsonObject Portal(string key, JsonObject module) => new()
    {
        ["key"] = key,
        ["pages"] = module["pages"]!.DeepClone(),
        ["viewportSize"] = "small",
        ["unlicensedAccess"] = new JsonArray("unlicensed", "customer", "anonymous"),
    };
}
