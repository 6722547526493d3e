using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Forge.Manifest;

namespace JsmConnector.Tests.AtlassianConnect.Forge.Manifest;

public sealed class ForgeManifestTests
{
    private static readonly string Descriptor = RepositoryFiles.Read("atlassian-connect.json");

    [Theory]
    [InlineData(false, "descriptor/forge/manifest.yml")]
    [InlineData(true, "descriptor/forge/manifest.with-connect.yml")]
    public void The_manifest_in_the_repository_is_what_the_descriptor_says(bool withConnect, string file) => Assert.True(
        RepositoryFiles.Read(file).ReplaceLineEndings("\n") == Yaml.Write(Manifest(withConnect)),
        $"{file} is out of date. Write it anew: dotnet run --project src/JsmConnector -- forge-manifests descriptor/forge");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_manifest_is_what_forge_takes(bool withConnect) => Assert.Equal([], Violations(Manifest(withConnect)));

    [Fact]
    public void Every_module_scope_and_event_has_its_reason()
    {
        var reasons = RepositoryFiles.Read("descriptor/forge/README.md");
        var names = new[] { Manifest(false), Manifest(true) }.SelectMany(manifest =>
            ManifestRules.Listed(manifest["modules"]).SelectMany(module => new[] { module.Kind, module.Item["key"]!.GetValue<string>() })
                .Concat(manifest["permissions"]!["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()))
                .Concat(ManifestRules.Listed(manifest["modules"]).SelectMany(module => module.Item["events"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [])));

        Assert.All(names.Distinct(), name => Assert.Contains($"`{name}`", reasons, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_variant_has_every_screen_once()
    {
        var screens = JsonNode.Parse(Descriptor)!["modules"]!.AsObject().Where(list => list.Key is not ("webhooks" or "jiraIssueContexts")).SelectMany(list => list.Value!.AsArray()).Select(module => module!["key"]!.GetValue<string>());
        foreach (var key in screens)
        {
            Assert.Single(Keys(Manifest(false)), key);
            Assert.Single(Keys(Manifest(true)), key);
        }

        static IEnumerable<string> Keys(JsonObject manifest) =>
            ManifestRules.Listed(manifest["modules"]).Concat(ManifestRules.Listed(manifest["connectModules"])).Select(module => module.Item["key"]!.GetValue<string>());
    }

    [Fact]
    public void Every_event_of_the_descriptor_is_heard_over_forge_too()
    {
        var heard = ManifestRules.Listed(Manifest(false)["modules"]).Where(module => module.Kind == "trigger").SelectMany(module => module.Item["events"]!.AsArray()).Select(name => name!.GetValue<string>());

        Assert.Equal(
            ["avi:forge:installed:app", "avi:forge:upgraded:app", "avi:jira:commented:issue", "avi:jira:created:issue", "avi:jira:deleted:comment", "avi:jira:deleted:issue", "avi:jira:updated:issue"],
            heard.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_module_without_a_counterpart_stops_the_generator_instead_of_vanishing()
    {
        var descriptor = JsonNode.Parse(Descriptor)!;
        descriptor["modules"]!["jiraReports"] = new JsonArray(new JsonObject { ["key"] = "report", ["url"] = "/report" });

        Assert.Contains("jiraReports", Assert.Throws<InvalidOperationException>(() => ForgeManifest.Build(descriptor.ToJsonString(), Input(false))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modules.trigger.0.endpoint", "\"nowhere\"", "unknown endpoint")]
    [InlineData("modules.trigger.0.events.0", "\"avi:jira:invented:issue\"", "event avi:jira:invented:issue is unknown")]
    [InlineData("modules.endpoint.0.remote", "\"nowhere\"", "unknown remote")]
    [InlineData("modules.endpoint.1.key", "\"ep-events\"", "used twice")]
    [InlineData("modules.scheduledTrigger.0.interval", "\"minute\"", "interval minute")]
    [InlineData("modules.scheduledTrigger.0.interval", "\"fiveMinute\"", "only one schedule")]
    [InlineData("modules.jiraServiceManagement:portalHeader.0.unlicensedAccess.0", "\"guest\"", "visitors called guest")]
    [InlineData("modules.jiraServiceManagement:portalHeader.0.pages.0", "\"home\"", "no page home")]
    [InlineData("modules.jira:adminPage.0.resource", "\"nowhere\"", "unknown resource")]
    [InlineData("modules.jira:adminPage.0.resolver", """{"endpoint":"nowhere"}""", "no resolver that exists")]
    [InlineData("modules.jira:invented", """[{"key":"x"}]""", "module jira:invented is unknown")]
    [InlineData("resources.0.path", "\"nowhere\"", "folder nowhere")]
    [InlineData("remotes.0.baseUrl", "\"http://incidents.example.com\"", "no https address")]
    [InlineData("permissions.scopes.0", "\"delete:jira-work\"", "has no reason")]
    public void What_forge_would_refuse_is_refused_here_first(string path, string value, string violation)
    {
        var manifest = Manifest(false);
        var steps = path.Split('.');
        var owner = steps[..^1].Aggregate((JsonNode)manifest, (at, step) => at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!);
        if (owner is JsonArray items)
            items[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else
            owner[steps[^1]] = JsonNode.Parse(value);

        Assert.Contains(Violations(manifest), found => found.Contains(violation, StringComparison.Ordinal));
    }

    [Fact]
    public void A_connect_module_with_a_foreign_address_is_refused()
    {
        var manifest = Manifest(true);
        manifest["connectModules"]!["jira:adminPages"]![0]!["url"] = "https://elsewhere.example/admin";

        Assert.Single(Violations(manifest));
    }

    internal static JsonObject Manifest(bool withConnect) => ForgeManifest.Build(Descriptor, Input(withConnect));

    private static ForgeManifestInput Input(bool withConnect) => new(ForgeManifestInput.AppIdPlaceholder, ForgeManifestInput.BaseUrlPlaceholder, withConnect);

    private static IReadOnlyList<string> Violations(JsonObject manifest) =>
        ManifestRules.Violations(manifest, folder => Directory.Exists(Path.Combine(RepositoryFiles.Root, "descriptor", "forge", folder)));
}
