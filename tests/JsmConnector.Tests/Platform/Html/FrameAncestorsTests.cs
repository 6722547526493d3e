using JsmConnector.Platform.Html;

namespace JsmConnector.Tests.Platform.Html;

public sealed class FrameAncestorsTests
{
    [Fact]
    public void A_site_with_custom_domains_may_frame_from_each_of_them_once()
    {
        var ancestors = FrameAncestors.Of("https://acme.atlassian.net", "https://acme.atlassian.net/", "https://support.example.com/help?x=1");

        Assert.Equal("https://acme.atlassian.net https://support.example.com", ancestors.ToString());
    }

    [Fact]
    public void Nobody_may_frame_when_no_address_is_known() => Assert.Equal("'none'", FrameAncestors.Of(null, "").ToString());

    [Theory]
    [InlineData("https://acme.atlassian.net:8443/wiki", "https://acme.atlassian.net:8443")]
    [InlineData("https://user:secret@acme.atlassian.net", "https://acme.atlassian.net")]
    [InlineData("http://127.0.0.1:5090", "http://127.0.0.1:5090")]
    [InlineData("http://localhost:5090/jira", "http://localhost:5090")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    public void Only_scheme_host_and_port_are_taken(string address, string origin) => Assert.Equal(origin, FrameAncestors.OriginOf(address));

    [Theory]
    [InlineData("http://acme.atlassian.net")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://*.atlassian.net")]
    [InlineData("https://evil.example;script-src")]
    [InlineData("https://a.example b.example")]
    [InlineData("https://[::1]/")]
    [InlineData("//acme.atlassian.net")]
    [InlineData("acme.atlassian.net")]
    [InlineData("'self'")]
    public void Anything_that_is_no_plain_web_address_frames_nothing(string address) => Assert.Null(FrameAncestors.OriginOf(address));

    [Fact]
    public void Nothing_behind_the_host_reaches_the_policy()
    {
        var policy = FramedHeaders.PolicyFor(FrameAncestors.Of("https://acme.example/;%20script-src%20*\r\nX: y"), "https://connect-cdn.atl-paas.net/all.js");

        Assert.EndsWith("frame-ancestors https://acme.example", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self' https://connect-cdn.atl-paas.net;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', policy);
        Assert.Single(policy.Split("; "), directive => directive.StartsWith("script-src ", StringComparison.Ordinal));
    }
}
