using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Lifecycle;

namespace JsmConnector.Tests.AtlassianConnect.Lifecycle;

public sealed class SiteAddressTests
{
    [Theory]
    [InlineData("https://acme.atlassian.net", true)]
    [InlineData("https://ACME.atlassian.net/", true)]
    [InlineData("https://acme.jira.com", true)]
    [InlineData("http://acme.atlassian.net", false)]
    [InlineData("https://atlassian.net", false)]
    [InlineData("https://.atlassian.net", false)]
    [InlineData("https://acme.atlassian.net.evil.example", false)]
    [InlineData("https://evilatlassian.net", false)]
    [InlineData("https://acme.atlassian.net@evil.example", false)]
    [InlineData("https://user:pw@acme.atlassian.net", false)]
    [InlineData("https://acme.atlassian.net:8443", false)]
    [InlineData("https://acme.atlassian.net?x=1", false)]
    [InlineData("https://acme.atlassian.net#x", false)]
    [InlineData("https://acme.atlassian.net.", false)]
    [InlineData("ftp://acme.atlassian.net", false)]
    [InlineData("//acme.atlassian.net", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_hosts_of_the_list_are_sites(string? baseUrl, bool allowed) =>
        Assert.Equal(allowed, SiteAddress.IsAllowed(baseUrl, new AtlassianConnectOptions()));

    [Theory]
    [InlineData("https://support.example.com", "https://support.example.com")]
    [InlineData("https://support.example.com/help/?q=1#x", "https://support.example.com/help")]
    [InlineData("https://support.example.com:8443", "https://support.example.com:8443")]
    [InlineData("http://support.example.com", null)]
    [InlineData("http://127.0.0.1:5081", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("https://a.example; script-src *", null)]
    [InlineData("https://a.example/;x", null)]
    [InlineData("https://me@a.example", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_link_of_a_site_is_an_address_and_nothing_else(string? url, string? link) =>
        Assert.Equal(link, SiteAddress.Link(url, new AtlassianConnectOptions()));

    [Theory]
    [InlineData("http://127.0.0.1:5081", "127.0.0.1", true, true)]
    [InlineData("http://localhost:5081/jira", "localhost", true, true)]
    [InlineData("http://[::1]:5081", "[::1]", true, true)]
    [InlineData("http://127.0.0.1:5081", "127.0.0.1", false, false)]
    [InlineData("http://127.0.0.1:5081", "*.atlassian.net", true, false)]
    [InlineData("http://localhost:5081", "127.0.0.1", true, false)]
    [InlineData("http://10.0.0.1", "10.0.0.1", true, false)]
    public void A_loopback_site_has_to_be_named_and_allowed(string baseUrl, string pattern, bool allowLoopback, bool allowed) =>
        Assert.Equal(allowed, SiteAddress.IsAllowed(baseUrl, new AtlassianConnectOptions { AllowedSiteHosts = [pattern], AllowLoopback = allowLoopback }));
}
