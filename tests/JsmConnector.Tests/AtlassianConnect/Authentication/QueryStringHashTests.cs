using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.Tests.AtlassianConnect.Authentication;

public sealed class QueryStringHashTests
{
    [Theory]
    [InlineData("get", "/path", "GET&/path&")]
    [InlineData("HEAD", "", "HEAD&/&")]
    [InlineData("GET", "/", "GET&/&")]
    [InlineData("GET", "/a//b//", "GET&/a//b/&")]
    [InlineData("POST", "/x?", "POST&/x&")]
    [InlineData("GET", "/x?&&=orphan&", "GET&/x&")]
    [InlineData("GET", "/x?a&a=&a=1", "GET&/x&a=,,1")]
    [InlineData("GET", "/x?a=1;b=2", "GET&/x&a=1%3Bb%3D2")]
    [InlineData("GET", "/x?a=b=c", "GET&/x&a=b%3Dc")]
    [InlineData("GET", "/x?JWT=kept&jwt=dropped&%6awt=dropped&Jwt=kept", "GET&/x&JWT=kept&Jwt=kept")]
    [InlineData("GET", "/x?q=%C3%BC&%C3%BC=q", "GET&/x&%C3%BC=q&q=%C3%BC")]
    [InlineData("GET", "/x?a[b]=1&a%5Bb%5D=0", "GET&/x&a%5Bb%5D=0,1")]
    [InlineData("GET", "/x?e=%F0%9F%94%A5", "GET&/x&e=%F0%9F%94%A5")]
    [InlineData("GET", "/x?a=%zz&b=%", "GET&/x&a=%25zz&b=%25")]
    [InlineData("GET", "/x?__proto__=1&a=2", "GET&/x&__proto__=1&a=2")]
    [InlineData("GET", "/x?a=1&a-b=2&a.b=3&a_b=4&aB=5", "GET&/x&a=1&a-b=2&a.b=3&aB=5&a_b=4")]
    [InlineData("GET", "/p'q&r", "GET&/p'q%26r&")]
    [InlineData("GET", "http://proxy.example:8080/x?b=1", "GET&/x&b=1")]
    [InlineData("GET", "https://proxy.example?b=1", "GET&/&b=1")]
    [InlineData("GET", "/x?b=1#fragment", "GET&/x&b=1")]
    public void The_canonical_request_is_the_hosts(string method, string target, string canonical) =>
        Assert.Equal(canonical, QueryStringHash.CanonicalRequest(SignedRequest.Parse(method, target)));

    [Theory]
    [InlineData("/base/x", "/base", "GET&/x&")]
    [InlineData("/base/x", "/base/", "GET&/x&")]
    [InlineData("/base", "/base", "GET&/&")]
    [InlineData("/basement/x", "/base", "GET&/basement/x&")]
    [InlineData("/x", "/base", "GET&/x&")]
    public void The_path_of_the_base_url_is_left_out_when_it_is_there(string path, string basePath, string canonical) =>
        Assert.Equal(canonical, QueryStringHash.CanonicalRequest(SignedRequest.Parse("GET", path), basePath));

    [Theory]
    [InlineData("GET&/issues/A%20B&")]
    [InlineData("GET&/issues/A B&")]
    public void The_raw_and_the_decoded_path_both_pass(string signedAs)
    {
        var request = SignedRequest.Parse("GET", "/issues/A%20B");

        Assert.True(QueryStringHash.Matches(Sha(signedAs), request, [""]));
    }

    [Fact]
    public void A_decoded_ampersand_is_written_as_the_host_writes_it() =>
        Assert.True(QueryStringHash.Matches(Sha("GET&/a%26b/c d&"), SignedRequest.Parse("GET", "/a%26b/c%20d"), [""]));

    [Theory]
    [InlineData("POST&/x&a=1")]
    [InlineData("GET&/y&a=1")]
    [InlineData("GET&/x&a=2")]
    [InlineData("GET&/x&")]
    [InlineData("GET&/x&a=1&b=2")]
    public void Another_request_does_not_pass(string signedAs) =>
        Assert.False(QueryStringHash.Matches(Sha(signedAs), SignedRequest.Parse("GET", "/x?a=1"), [""]));

    [Theory]
    [InlineData("")]
    [InlineData("context-qsh")]
    [InlineData("ü")]
    public void A_hash_of_another_form_does_not_pass(string claimed) =>
        Assert.False(QueryStringHash.Matches(claimed, SignedRequest.Parse("GET", "/x"), [""]));

    [Fact]
    public void Any_of_several_base_addresses_passes() =>
        Assert.True(QueryStringHash.Matches(Sha("GET&/x&"), SignedRequest.Parse("GET", "/eu/x"), ["", "/eu"]));

    [Theory]
    [InlineData("/connect/connect/webhooks")]
    [InlineData("/connect/webhooks")]
    public void A_proxy_may_cut_the_path_of_the_base_url_off(string arrivesAs)
    {
        var rules = ConnectTokenRules.From(new JsmConnector.AtlassianConnect.AtlassianConnectOptions { BaseUrls = ["https://app.example.com/connect/"] });

        Assert.True(QueryStringHash.Matches(Sha("POST&/connect/webhooks&"), SignedRequest.Parse("POST", arrivesAs), rules.BasePaths));
    }

    [Fact]
    public void The_worked_examples_pass()
    {
        if (RepositoryFiles.Shared("vectors/qsh-examples.json") is not { } text)
        {
            return;
        }

        using var document = JsonDocument.Parse(text);
        foreach (var vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var url = new Uri(vector.GetProperty("url").GetString()!, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            var basePath = new Uri(vector.GetProperty("baseUrl").GetString()!).AbsolutePath;
            var request = SignedRequest.Parse(vector.GetProperty("method").GetString()!, url.PathAndQuery);

            Assert.Equal(vector.GetProperty("canonical").GetString(), QueryStringHash.CanonicalRequest(request, basePath));
            Assert.Equal(vector.GetProperty("qsh").GetString(), QueryStringHash.Compute(request, basePath));
            Assert.True(QueryStringHash.Matches(vector.GetProperty("qsh").GetString()!, request, [basePath]));
        }
    }

    internal static string Sha(string canonical) => Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical)));
}
