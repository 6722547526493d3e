using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using JsmConnector.AtlassianConnect.Authentication;
using static JsmConnector.Tests.AtlassianConnect.Authentication.ConnectTokenTests;
using static JsmConnector.Tests.AtlassianConnect.Authentication.TokenForge;

namespace JsmConnector.Tests.AtlassianConnect.Lifecycle;

public sealed class LifecycleCallsTests : IAsyncLifetime
{
    private readonly RSA key = AtlassiansKey();
    private ConnectSite site = null!;

    public async ValueTask InitializeAsync() => site = await ConnectSite.StartAsync(key);

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        key.Dispose();
    }

    [Theory]
    [InlineData("installed")]
    [InlineData("uninstalled")]
    public async Task A_signed_call_of_the_site_itself_is_accepted(string lifecycle)
    {
        using var response = await PostAsync(lifecycle, Signed(lifecycle), Body(lifecycle));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Theory]
    [InlineData("enabled")]
    [InlineData("disabled")]
    public async Task The_sites_own_switch_works_while_it_is_off(string lifecycle)
    {
        site.Secrets = site.Secrets! with { State = ConnectInstallationState.Disabled };
        using var response = await PostAsync(lifecycle, Hs256(Claims(Hash(lifecycle))), Body(lifecycle));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Unknown_and_odd_members_are_tolerated()
    {
        var body = Body("installed");
        body["publicKey"] = "legacy";
        body["somethingNew"] = new { deep = true };
        body["productType"] = "Jira";

        using var response = await PostAsync("installed", Signed("installed"), body);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task A_context_token_cannot_install()
    {
        using var bySecret = await PostAsync("installed", Hs256(Claims(QueryStringHash.ContextMark)), Body("installed"));
        using var byKey = await PostAsync("installed", Rs256(With(InstallClaims("installed"), "qsh", QueryStringHash.ContextMark), key), Body("installed"));
        using var enabled = await PostAsync("enabled", Hs256(Claims(QueryStringHash.ContextMark)), Body("enabled"));

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized],
            [bySecret.StatusCode, byKey.StatusCode, enabled.StatusCode]);
    }

    [Fact]
    public async Task The_tenants_secret_cannot_install()
    {
        using var response = await PostAsync("installed", Hs256(InstallClaims("installed")), Body("installed"));

        Assert.Contains("wrong_algorithm", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clientKey", "another-site", HttpStatusCode.Forbidden)]
    [InlineData("key", "another.app", HttpStatusCode.Forbidden)]
    [InlineData("key", null, HttpStatusCode.Forbidden)]
    [InlineData("baseUrl", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("baseUrl", "http://acme.atlassian.net", HttpStatusCode.Forbidden)]
    [InlineData("baseUrl", null, HttpStatusCode.Forbidden)]
    [InlineData("productType", "confluence", HttpStatusCode.Forbidden)]
    [InlineData("eventType", "uninstalled", HttpStatusCode.BadRequest)]
    [InlineData("eventType", null, HttpStatusCode.BadRequest)]
    [InlineData("clientKey", null, HttpStatusCode.BadRequest)]
    [InlineData("sharedSecret", null, HttpStatusCode.BadRequest)]
    [InlineData("sharedSecret", "", HttpStatusCode.BadRequest)]
    [InlineData("sharedSecret", 5, HttpStatusCode.BadRequest)]
    public async Task A_body_that_does_not_belong_to_its_token_is_refused(string member, object? value, HttpStatusCode status)
    {
        var body = Body("installed");
        body[member] = value;

        using var response = await PostAsync("installed", Signed("installed"), body);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_no_json_or_far_too_big_is_malformed()
    {
        using var text = await site.SendAsync("POST", "/connect/installed", Signed("installed"), new StringContent("no json"));
        using var nothing = await site.SendAsync("POST", "/connect/installed", Signed("installed"), new StringContent("null"));
        var big = Body("installed");
        big["description"] = new string('x', 70_000);
        using var huge = await PostAsync("installed", Signed("installed"), big);

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest],
            [text.StatusCode, nothing.StatusCode, huge.StatusCode]);
    }

    [Fact]
    public async Task The_same_call_cannot_be_sent_twice()
    {
        var token = Signed("installed");

        using var first = await PostAsync("installed", token, Body("installed"));
        using var second = await PostAsync("installed", token, Body("installed"));

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
    }

    [Fact]
    public async Task A_call_that_we_failed_to_store_can_be_sent_again()
    {
        var token = Rs256(With(InstallClaims("installed"), "qsh", QueryStringHash.Compute(SignedRequest.Parse("POST", "/connect/installed?fail=1"))), key);

        using var first = await site.SendAsync("POST", "/connect/installed?fail=1", token, JsonContent.Create(Body("installed")));
        using var second = await site.SendAsync("POST", "/connect/installed?fail=1", token, JsonContent.Create(Body("installed")));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    [Fact]
    public async Task An_unknown_key_is_refused_and_asked_for_once()
    {
        var token = Rs256(InstallClaims("installed"), key, keyId: "key-2");

        using var first = await PostAsync("installed", token, Body("installed"));
        using var second = await PostAsync("installed", token, Body("installed"));

        Assert.Contains("key_unknown", first.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("key_unknown", second.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Single(site.KeyServer.Asked);
    }

    [Fact]
    public async Task A_key_server_that_is_down_means_come_again()
    {
        site.KeyServerIsDown = true;
        using var response = await PostAsync("installed", Signed("installed"), Body("installed"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Addresses_are_stored_clean()
    {
        var body = Body("installed");
        body["baseUrl"] = "https://acme.atlassian.net/";
        body["displayUrl"] = "javascript:alert(1)";
        body["displayUrlServicedeskHelpCenter"] = "https://support.example.com/";

        using var response = await PostAsync("installed", Signed("installed"), body);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(
            ("https://acme.atlassian.net", null, "https://support.example.com"),
            (site.Accepted?.Payload.BaseUrl, site.Accepted?.Payload.DisplayUrl, site.Accepted?.Payload.HelpCenterUrl));
    }

    [Fact]
    public async Task The_key_server_is_not_asked_for_a_call_that_is_refused_anyway()
    {
        using var wrongAudience = await PostAsync("installed", Rs256(With(InstallClaims("installed"), "aud", "https://other.example"), key), Body("installed"));
        using var wrongKeyId = await PostAsync("installed", Rs256(InstallClaims("installed"), key, keyId: "../secret"), Body("installed"));
        using var noKeyId = await PostAsync("installed", Rs256(InstallClaims("installed"), key, keyId: null), Body("installed"));

        Assert.Contains("audience_mismatch", wrongAudience.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("key_id_invalid", wrongKeyId.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("key_id_invalid", noKeyId.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Empty(site.KeyServer.Asked);
    }

    private Task<HttpResponseMessage> PostAsync(string lifecycle, string token, Dictionary<string, object?> body) =>
        site.SendAsync("POST", $"/connect/{lifecycle}", token, JsonContent.Create(body));

    private string Signed(string lifecycle) => Rs256(InstallClaims(lifecycle), key);

    private static Dictionary<string, object?> InstallClaims(string lifecycle) => With(Claims(Hash(lifecycle)), "aud", "https://app.example.com");

    private static string Hash(string lifecycle) => QueryStringHash.Compute(SignedRequest.Parse("POST", $"/connect/{lifecycle}"));

    private static Dictionary<string, object?> Body(string lifecycle) => new(StringComparer.Ordinal)
    {
        ["key"] = "io.jsmconnector.app",
        ["clientKey"] = ClientKey,
        ["sharedSecret"] = lifecycle == "installed" ? Secret : null,
        ["baseUrl"] = "https://acme.atlassian.net",
        ["productType"] = "jira",
        ["eventType"] = lifecycle,
    };
}
