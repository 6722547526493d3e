using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Forge.Manifest;

namespace JsmConnector.Tests.AtlassianConnect.Forge.Manifest;

public sealed class YamlTests
{
    [Theory]
    [InlineData("plain-word", "a: plain-word\n")]
    [InlineData("avi:jira:created:issue", "a: avi:jira:created:issue\n")]
    [InlineData("yes", "a: \"yes\"\n")]
    [InlineData("2026", "a: \"2026\"\n")]
    [InlineData("", "a: \"\"\n")]
    [InlineData("ends:", "a: \"ends:\"\n")]
    [InlineData("# no comment", "a: \"# no comment\"\n")]
    [InlineData("/panel?issueId={issue.id}", "a: \"/panel?issueId={issue.id}\"\n")]
    [InlineData("two\nlines \"quoted\"", "a: \"two\\nlines \\\"quoted\\\"\"\n")]
    public void Text_stays_text(string value, string expected) => Assert.Equal(expected, Yaml.Write(new JsonObject { ["a"] = value }));

    [Fact]
    public void Lists_and_members_nest() => Assert.Equal(
        "a:\n  - key: x\n    on: true\n    list: [b, c]\n  - key: \"y\"\n    deep:\n      count: 5\n",
        Yaml.Write(new JsonObject
        {
            ["a"] = new JsonArray(
                new JsonObject { ["key"] = "x", ["on"] = true, ["list"] = new JsonArray("b", "c") },
                new JsonObject { ["key"] = "y", ["deep"] = new JsonObject { ["count"] = 5 } }),
        }).Replace("\"on\"", "on", StringComparison.Ordinal));
}
