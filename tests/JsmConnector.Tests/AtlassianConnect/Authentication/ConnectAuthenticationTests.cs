using System.Net;
using JsmConnector.AtlassianConnect.Authentication;
using static JsmConnector.Tests.AtlassianConnect.Authentication.TokenForge;

namespace JsmConnector.Tests.AtlassianConnect.Authentication;

public sealed class ConnectAuthenticationTests : IAsyncLifetime
{
    private ConnectSite site = null!;

    public async ValueTask InitializeAsync() => site = await ConnectSite.StartAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    public async Task A_signed_webhook_comes_in(string scheme)
    {
        using var response = await site.SendAsync("POST", "/webhooks", For("POST", "/webhooks"), new StringContent("{}"), scheme);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{ConnectSite.InstallationId} Agent 5b10a2844c20165700ede21g Connect ", await Text(response));
    }

    [Fact]
    public async Task The_token_may_be_in_the_query()
    {
        using var response = await site.SendAsync("GET", $"/context?lic=active&jwt={For("GET", "/context?lic=active", subject: "qm:1:2")}&x=1", null);
        await RefusedAsync(response, "query_hash_mismatch");

        using var signed = await site.SendAsync("GET", $"/context?lic=active&jwt={For("GET", "/context?lic=active&x=1", subject: "qm:1:2")}&x=1", null);
        Assert.Equal($"{ConnectSite.InstallationId} Customer qm:1:2 Connect ", await Text(signed));
    }

    [Fact]
    public async Task A_visitor_without_account_is_anonymous_and_never_the_app()
    {
        using var response = await site.SendAsync("GET", "/context", For("GET", "/context", subject: null));

        Assert.Equal($"{ConnectSite.InstallationId} Anonymous  Connect ", await Text(response));
    }

    [Fact]
    public async Task The_token_may_be_in_a_posted_form()
    {
        using var form = new FormUrlEncodedContent([new("jwt", For("POST", "/context")), new("text", "hello")]);

        using var response = await site.SendAsync("POST", "/context", null, form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_in_two_places_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("jwt", For("POST", "/context"))]);

        using var response = await site.SendAsync("POST", "/context", For("POST", "/context"), form);

        await RefusedAsync(response, "token_twice");
    }

    [Theory]
    [InlineData("/issues/A%20B")]
    [InlineData("/issues/A%2FB")]
    [InlineData("/issues/%C3%9C-1?x=%2B+y")]
    public async Task The_path_counts_as_it_came_over_the_wire(string target)
    {
        using var raw = await site.SendAsync("GET", target, For("GET", target));
        using var decoded = await site.SendAsync("GET", target, Hs256(Claims(DecodedHash(target))));

        Assert.Equal(HttpStatusCode.OK, raw.StatusCode);
        Assert.Equal(HttpStatusCode.OK, decoded.StatusCode);
    }

    [Fact]
    public async Task Query_names_that_differ_in_case_are_not_mixed_up()
    {
        const string Target = "/context?a=1&A=2&a=0";
        using var response = await site.SendAsync("GET", Target, For("GET", Target));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_context_token_opens_context_routes_only()
    {
        var token = Hs256(ConnectTokenTests.With(
            Claims(QueryStringHash.ContextMark), "context", new { jira = new { issue = new { id = "1", key = "OPS-7" } } }));

        using var webhook = await site.SendAsync("POST", "/webhooks", token);
        using var page = await site.SendAsync("GET", "/issues/OPS-7", token);
        using var context = await site.SendAsync("GET", "/context?any=thing", token);

        await RefusedAsync(webhook, "context_token_not_allowed");
        await RefusedAsync(page, "context_token_not_allowed");
        Assert.EndsWith("OPS-7", await Text(context), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_tells_realm_and_reason_and_nothing_of_the_token()
    {
        var token = Hs256(Claims("0000"));
        using var response = await site.SendAsync("POST", "/webhooks", token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("JWT realm=\"io.jsmconnector.app\", error=\"query_hash_mismatch\"", response.Headers.WwwAuthenticate.ToString());
        Assert.DoesNotContain(token[..20], response.ToString() + await Text(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "token_missing")]
    [InlineData("x.y.z", "token_malformed")]
    public async Task A_call_without_a_good_token_is_refused(string? token, string reason)
    {
        using var response = await site.SendAsync("POST", "/webhooks", token);

        await RefusedAsync(response, reason);
    }

    [Fact]
    public async Task A_bearer_token_is_not_taken_for_one_of_connect()
    {
        using var response = await site.SendAsync("POST", "/webhooks", For("POST", "/webhooks"), scheme: "Bearer");

        await RefusedAsync(response, "token_missing");
    }

    [Fact]
    public async Task A_site_that_never_installed_is_refused()
    {
        using var response = await site.SendAsync("POST", "/webhooks", Hs256(ConnectTokenTests.With(Claims(Hash("POST", "/webhooks")), "iss", "somebody")));

        await RefusedAsync(response, "installation_unknown");
    }

    [Theory]
    [InlineData(ConnectInstallationState.Disabled, "installation_disabled")]
    [InlineData(ConnectInstallationState.Uninstalled, "installation_uninstalled")]
    public async Task A_site_that_is_switched_off_is_refused(ConnectInstallationState state, string reason)
    {
        site.Secrets = site.Secrets! with { State = state };
        using var response = await site.SendAsync("POST", "/webhooks", For("POST", "/webhooks"));

        await RefusedAsync(response, reason);
    }

    [Fact]
    public async Task A_site_whose_secret_is_erased_is_refused()
    {
        site.Secrets = site.Secrets! with { State = ConnectInstallationState.Uninstalled, Current = null };
        using var response = await site.SendAsync("POST", "/webhooks", For("POST", "/webhooks"));

        await RefusedAsync(response, "installation_uninstalled");
    }

    [Fact]
    public async Task The_previous_secret_is_good_until_its_time_is_over()
    {
        site.Secrets = site.Secrets! with { Current = "the-new-secret-of-the-site", Previous = Secret, PreviousUntil = Now.AddMinutes(2) };

        using var before = await site.SendAsync("POST", "/webhooks", For("POST", "/webhooks"));
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        using var after = await site.SendAsync("POST", "/webhooks", For("POST", "/webhooks"));

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await RefusedAsync(after, "signature_invalid");
    }

    [Fact]
    public async Task A_store_that_is_down_means_come_again_and_never_unauthorized()
    {
        site.StoreIsDown = true;
        using var response = await site.SendAsync("POST", "/webhooks", For("POST", "/webhooks"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    [Theory]
    [InlineData("/forgotten")]
    [InlineData("/plain")]
    public async Task A_route_that_declares_nothing_is_shut_even_with_a_good_token(string path)
    {
        using var response = await site.SendAsync("GET", path, For("GET", path));

        await RefusedAsync(response, "route_not_declared");
    }

    [Fact]
    public async Task Public_and_unknown_addresses_are_as_usual()
    {
        using var open = await site.SendAsync("GET", "/public", null);
        using var nowhere = await site.SendAsync("GET", "/nowhere", null);

        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_comes_back_from_a_form_or_a_header(bool inForm)
    {
        var session = site.Sessions.Issue(Caller, "publish");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/form");
        if (inForm)
        {
            request.Content = new FormUrlEncodedContent([new("session", session)]);
        }
        else
        {
            request.Headers.Add("X-Session", session);
        }

        using var response = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal($"{ConnectSite.InstallationId} Agent abc Session OPS-7", await Text(response));
    }

    [Fact]
    public async Task Sessions_and_tokens_of_jira_do_not_stand_in_for_one_another()
    {
        var session = site.Sessions.Issue(Caller, "publish");
        using var asConnect = await site.SendAsync("GET", "/context", session);
        using var form = new FormUrlEncodedContent([new("session", Hs256(Claims(Hash("POST", "/form"))))]);
        using var asSession = await site.SendAsync("POST", "/form", For("POST", "/form"), form);
        using var other = new FormUrlEncodedContent([new("session", site.Sessions.Issue(Caller, "settings"))]);
        using var otherPurpose = await site.SendAsync("POST", "/form", null, other);

        await RefusedAsync(asConnect, "wrong_type");
        await RefusedAsync(asSession, "signature_invalid");
        await RefusedAsync(otherPurpose, "purpose_mismatch");
    }

    private static AtlassianPrincipal Caller { get; } = new()
    {
        InstallationId = ConnectSite.InstallationId,
        AccountId = "abc",
        Kind = AccountKind.Agent,
        Source = PrincipalSource.Connect,
        IssuedAt = Now,
        IssueKey = "OPS-7",
    };

    private static string Hash(string method, string target) => QueryStringHash.Compute(SignedRequest.Parse(method, target));

    private static string For(string method, string target, string? subject = "5b10a2844c20165700ede21g") =>
        Hs256(Claims(Hash(method, target), subject));

    private static string DecodedHash(string target)
    {
        var request = SignedRequest.Parse("GET", target);
        var canonical = QueryStringHash.CanonicalRequest(request);
        return QueryStringHashTests.Sha(canonical.Replace(request.Path, Uri.UnescapeDataString(request.Path), StringComparison.Ordinal));
    }

    private static Task<string> Text(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task RefusedAsync(HttpResponseMessage response, string reason)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains($"error=\"{reason}\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Empty(await Text(response));
    }
}
