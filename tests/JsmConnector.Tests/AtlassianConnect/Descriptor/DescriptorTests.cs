using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Descriptor;
using NJsonSchema;

namespace JsmConnector.Tests.AtlassianConnect.Descriptor;

public sealed class DescriptorTests
{
    private static readonly string Source = RepositoryFiles.Read("atlassian-connect.json");

    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("https://tools.example.com/connect/jsm/")]
    public async Task The_descriptor_is_what_connect_demands(string baseUrl)
    {
        var descriptor = ConnectDescriptor.Render(Source, baseUrl);

        Assert.Empty((await Schema()).Validate(System.Text.Encoding.UTF8.GetString(descriptor.Bytes.Span)));
    }

    [Fact]
    public void The_address_is_put_in_and_nothing_is_left_over()
    {
        var descriptor = ConnectDescriptor.Render(Source, "https://app.example.com/");
        using var document = JsonDocument.Parse(descriptor.Bytes);

        Assert.Equal("https://app.example.com", document.RootElement.GetProperty("baseUrl").GetString());
        Assert.Equal("https://app.example.com/atlassian-connect.json", document.RootElement.GetProperty("links").GetProperty("self").GetString());
        Assert.DoesNotContain("{{", System.Text.Encoding.UTF8.GetString(descriptor.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_the_one_tokens_are_checked_against() =>
        Assert.Equal(new AtlassianConnectOptions().AppKey, ConnectDescriptor.Render(Source, "https://app.example.com").Key);

    [Fact]
    public void Module_keys_are_unique()
    {
        var keys = JsonNode.Parse(Source)!["modules"]!.AsObject()
            .SelectMany(module => module.Value!.AsArray())
            .Select(module => module!["key"]?.GetValue<string>())
            .Where(key => key is not null)
            .ToArray();

        Assert.NotEmpty(keys);
        Assert.Equal(keys.Distinct(), keys);
    }

    [Fact]
    public void Every_module_scope_and_event_has_its_reason()
    {
        var reasons = RepositoryFiles.Read("descriptor/README.md");
        var root = JsonNode.Parse(Source)!;
        var names = root["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>())
            .Concat(root["lifecycle"]!.AsObject().Select(pair => pair.Key))
            .Concat(root["apiMigrations"]!.AsObject().Select(pair => pair.Key))
            .Concat(root["modules"]!.AsObject().Select(pair => pair.Key))
            .Concat(root["modules"]!.AsObject().SelectMany(pair => pair.Value!.AsArray()).Select(module => (module!["key"] ?? module["event"])!.GetValue<string>()));

        Assert.All(names, name => Assert.Contains($"`{name}`", reasons, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scopes", """["READ","ADMIN"]""")]
    [InlineData("scopes", """["WRITE"]""")]
    [InlineData("scopes", """["read"]""")]
    [InlineData("baseUrl", "\"https://app.example.com/\"")]
    [InlineData("authentication", """{"type":"none"}""")]
    [InlineData("apiMigrations", """{"gdpr":true,"context-qsh":true}""")]
    [InlineData("lifecycle", """{"installed":"/connect/installed"}""")]
    [InlineData("modules", "{}")]
    [InlineData("modules", """{"webhooks":[{"event":"JIRA:ISSUE_CREATED","url":"/connect/webhooks"}]}""")]
    [InlineData("modules", """{"webhooks":[{"event":"issue_created","url":"/connect/webhooks"}]}""")]
    [InlineData("modules", """{"webhooks":[{"event":"jira:issue_created","url":"https://elsewhere.example/hooks"}]}""")]
    [InlineData("modules", """{"adminPages":[{"key":"a","name":{"value":"A"},"url":"//elsewhere.example"}]}""")]
    [InlineData("modules", """{"adminPages":[{"key":"a","name":{"value":"A"},"url":"/../a"}]}""")]
    [InlineData("modules", """{"adminPages":[{"key":"a","name":"A","url":"/a"}]}""")]
    [InlineData("modules", """{"webPanels":[{"key":"a","name":{"value":"A"},"location":"nowhere","url":"/a"}]}""")]
    [InlineData("modules", """{"serviceDeskPortalHeaders":[{"key":"a","url":"/a","pages":["home"]}]}""")]
    [InlineData("modules", """{"unknownModule":[]}""")]
    public async Task What_connect_would_refuse_is_refused_here_first(string member, string value)
    {
        var descriptor = JsonNode.Parse(ConnectDescriptor.Render(Source, "https://app.example.com").Bytes.Span)!;
        descriptor[member] = JsonNode.Parse(value);

        Assert.NotEmpty((await Schema()).Validate(descriptor.ToJsonString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"key":"x"}""")]
    [InlineData("""{"baseUrl":"{{baseUrl}}"}""")]
    public void A_file_that_is_no_descriptor_is_found_at_start(string source) =>
        Assert.Throws<InvalidOperationException>(() => ConnectDescriptor.Render(source, "https://app.example.com"));

    private static Task<JsonSchema> Schema() => JsonSchema.FromJsonAsync(RepositoryFiles.Read("descriptor/schema.json"), TestContext.Current.CancellationToken);
}
