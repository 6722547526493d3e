using JsmConnector.Installations;
using JsmConnector.Installations.Forge;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;

namespace JsmConnector.Tests.Postmortems;

/// <summary>A link that leads to a page which the site does not have is worse than none.</summary>
public sealed class PostmortemAddressTests
{
    private const string App = "https://incidents.example.com";
    private static readonly InstallationId Id = new(Guid.Parse("0199f0d2-6a2f-7c35-8a6e-4d3f1f0b7a01"));

    [Fact]
    public void Connect_has_a_general_page() =>
        Assert.Equal("https://acme.atlassian.net/plugins/servlet/ac/io.jsmconnector.app/postmortem?ac.incident=IT-7", PostmortemAddress.Of(Site(secret: [1]), Side().PagePath, App, "IT-7"));

    [Fact]
    public void Forge_alone_has_a_global_page_named_by_app_and_environment() =>
        Assert.Equal("https://acme.atlassian.net/jira/apps/8db33809-1f32-48bb-8c52-5877dab48107/aa911f10-c54b-4b93-9e27-dd2947840b9e?incident=IT-7", PostmortemAddress.Of(Site(), Side().PagePath, App, "IT-7"));

    [Fact]
    public void A_signed_webhook_has_our_own_page_for_operators() =>
        Assert.Equal($"{App}/operator/sites/{Id}/postmortems/IT-7", PostmortemAddress.Of(Site(), null, App + "/", "IT-7"));

    [Fact]
    public void A_custom_domain_of_the_site_is_used() =>
        Assert.StartsWith("https://jira.acme.example/plugins/", PostmortemAddress.Of(Site(secret: [1], display: "https://jira.acme.example/"), null, App, "IT-7"), StringComparison.Ordinal);

    [Fact]
    public void Before_Forge_named_its_environment_there_is_no_page() => Assert.Null(Side(null).PagePath);

    private static Installation Site(byte[]? secret = null, string? display = null) => new()
    {
        Id = Id,
        BaseUrl = "https://acme.atlassian.net",
        DisplayUrl = display,
        ShortName = "acme",
        SharedSecret = secret,
        StateChangedAt = DateTimeOffset.UnixEpoch,
        InstalledAt = DateTimeOffset.UnixEpoch,
    };

    private static ForgeSide Side(string? environment = "ari:cloud:ecosystem::environment/8db33809-1f32-48bb-8c52-5877dab48107/aa911f10-c54b-4b93-9e27-dd2947840b9e") => new()
    {
        InstallationId = Id,
        ForgeInstallation = "ari:cloud:ecosystem::installation/0a3a7799-53ae-4a5b-9e7e-03338980abb5",
        CloudId = "d0d52620-3203-4cfa-8db5-f2587155f0dd",
        Environment = "PRODUCTION",
        EnvironmentId = environment,
        LastCalledAt = DateTimeOffset.UnixEpoch,
    };
}
