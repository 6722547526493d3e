using JsmConnector.AtlassianConnect;
using JsmConnector.Installations.AdminWebhooks;

namespace JsmConnector.Tests.Installations.AdminWebhooks;

public sealed class SiteUrlTests
{
    [Theory]
    [InlineData("https://acme.atlassian.net", "https://acme.atlassian.net")]
    [InlineData(" https://acme.atlassian.net/ ", "https://acme.atlassian.net")]
    [InlineData("acme.atlassian.net", "https://acme.atlassian.net")]
    [InlineData("https://acme.atlassian.net/jira/servicedesk/projects/OPS/queues?x=1#y", "https://acme.atlassian.net")]
    public void An_address_is_taken_as_people_copy_it(string typed, string url) => Assert.Equal((url, null), SiteUrl.Read(typed, new AtlassianConnectOptions()));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("not a web address")]
    [InlineData("ftp://acme.atlassian.net")]
    [InlineData("http://acme.atlassian.net")]
    [InlineData("https://acme.atlassian.net:8443")]
    [InlineData("https://acme.atlassian.net.evil.example")]
    [InlineData("https://jira.acme.example")]
    [InlineData("https://127.0.0.1")]
    public void What_is_no_allowed_site_is_refused_with_the_mend(string? typed)
    {
        var (url, problem) = SiteUrl.Read(typed, new AtlassianConnectOptions());

        Assert.Null(url);
        Assert.NotEmpty(problem!);
    }

    [Fact]
    public void Data_center_counts_once_its_host_is_named_and_keeps_its_path()
    {
        var options = new AtlassianConnectOptions { AllowedSiteHosts = ["jira.acme.example"] };

        Assert.Equal("https://jira.acme.example/jira", SiteUrl.Read("https://jira.acme.example/jira/", options).Url);
        Assert.Contains("Atlassian__AllowedSiteHosts", SiteUrl.Read("https://other.acme.example", options).Problem!, StringComparison.Ordinal);
    }
}
