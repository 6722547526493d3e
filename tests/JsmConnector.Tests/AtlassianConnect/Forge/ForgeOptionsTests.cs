using JsmConnector.AtlassianConnect.Forge;

namespace JsmConnector.Tests.AtlassianConnect.Forge;

public sealed class ForgeOptionsTests
{
    [Fact]
    public void Off_is_a_complete_configuration() => Assert.Empty(new ForgeOptions().Problems(allowLoopback: false));

    [Theory]
    [InlineData("PRODUCTION")]
    [InlineData("development")]
    [InlineData("ari:cloud:ecosystem::environment/8db33809-1f32-48bb-8c52-5877dab48107/aa911f10-c54b-4b93-9e27-dd2947840b9e")]
    public void An_app_and_its_environment_are_complete(string environment) =>
        Assert.Empty(new ForgeOptions { ForgeAppId = FakeForge.AppId, ForgeEnvironment = environment }.Problems(false));

    [Theory]
    [InlineData(null, "PRODUCTION", "Atlassian__ForgeAppId is missing")]
    [InlineData(FakeForge.AppId, null, "Atlassian__ForgeEnvironment is ''")]
    [InlineData(FakeForge.AppId, "prod", "Atlassian__ForgeEnvironment is 'prod'")]
    [InlineData("8db33809-1f32-48bb-8c52-5877dab48107", "STAGING", "Atlassian__ForgeAppId is '8db33809")]
    [InlineData("ari:cloud:ecosystem::app/{uuid}", "STAGING", "Atlassian__ForgeAppId is 'ari:cloud:ecosystem::app/{uuid}'")]
    public void Half_a_configuration_is_named_with_its_mend(string? app, string? environment, string problem) =>
        Assert.StartsWith(problem, Assert.Single(new ForgeOptions { ForgeAppId = app, ForgeEnvironment = environment }.Problems(false)), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://keys.example.com/jwks.json", true)]
    [InlineData("http://127.0.0.1:8080/jwks.json", false)]
    [InlineData("jwks.json", true)]
    public void Keys_come_over_https_or_from_a_stand_in(string url, bool allowLoopback) =>
        Assert.StartsWith("Atlassian__ForgeJwksUrl", Assert.Single(new ForgeOptions { ForgeJwksUrl = url }.Problems(allowLoopback)), StringComparison.Ordinal);

    [Fact]
    public void A_stand_in_on_loopback_may_give_keys_where_that_is_allowed() =>
        Assert.Empty(new ForgeOptions { ForgeJwksUrl = "http://127.0.0.1:8080/jwks.json" }.Problems(allowLoopback: true));
}
