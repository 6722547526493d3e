using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Tests.AtlassianConnect.Authentication;

namespace JsmConnector.Tests.AtlassianConnect.Forge;

public sealed class ForgeTokenTests : IAsyncLifetime
{
    private FakeForge _forge = null!;
    private ForgeSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await ForgeSite.StartAsync(_forge = await FakeForge.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _forge.DisposeAsync();
    }

    [Fact]
    public async Task An_event_comes_in_as_the_app_and_brings_its_system_token()
    {
        using var answer = await _site.EventAsync(_forge.Sign(_site.Claims()), "opaque-system-token");

        Assert.Equal($"{ForgeSite.Installation} App  Forge ep-events", await TextAsync(answer));
        Assert.Equal("opaque-system-token", _site.SystemToken);
    }

    [Theory]
    [InlineData("5b10a2844c20165700ede21g", null, "Agent 5b10a2844c20165700ede21g")]
    [InlineData("5b10a2844c20165700ede21g", "licensed", "Agent 5b10a2844c20165700ede21g")]
    [InlineData("5b10a2844c20165700ede21g", "unlicensed", "Customer 5b10a2844c20165700ede21g")]
    [InlineData("qm:8db33809:0a3a7799", "customer", "Customer qm:8db33809:0a3a7799")]
    [InlineData("unidentified", "anonymous", "Anonymous ")]
    [InlineData("unidentified", null, "Anonymous ")]
    [InlineData(null, null, "Anonymous ")]
    public async Task A_visitor_is_who_forge_says_and_never_the_app(string? account, string? type, string expected)
    {
        var claims = FakeForge.ScreenClaims(_site.Clock.GetUtcNow(), "incident-panel", "jira:issueContext", account, "https://acme.atlassian.net");
        claims["context"]!["accountType"] = type;
        claims["context"]!["extension"]!["issue"] = new JsonObject { ["id"] = "10042", ["key"] = "OPS-7" };

        using var answer = await _site.SendAsync(HttpMethod.Get, "/panel", _forge.Sign(claims));

        Assert.Equal($"{ForgeSite.Installation} {expected} Forge incident-panel OPS-7", await TextAsync(answer));
    }

    [Fact]
    public async Task A_screen_opens_to_a_token_of_connect_as_well()
    {
        using var answer = await _site.SendAsync(HttpMethod.Get, "/panel", TokenForge.Hs256(TokenForge.Claims("context-qsh")), "JWT");

        Assert.StartsWith($"{ConnectSite.InstallationId} Agent", await TextAsync(answer), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "the issuer of somebody else", "iss=\"someone\"", "issuer_mismatch" },
        { "for another app", "aud=\"ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000\"", "audience_mismatch" },
        { "for several audiences", $"aud=[\"{FakeForge.AppId}\",\"other\"]", "audience_mismatch" },
        { "without an audience", "aud=null", "audience_mismatch" },
        { "our audience, another app's invocation", "app.id=\"ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000\"", "audience_mismatch" },
        { "of another environment", "app.environment={\"type\":\"DEVELOPMENT\",\"id\":\"x\"}", "environment_mismatch" },
        { "of no environment", "app.environment=null", "environment_mismatch" },
        { "made for another module", "app.module.key=\"ep-schedule\"", "module_mismatch" },
        { "made for no module", "app.module=null", "module_mismatch" },
        { "a module key that differs in case", "app.module.key=\"EP-EVENTS\"", "module_mismatch" },
        { "expired", "exp=NOW-31", "expired" },
        { "never expires", "exp=null", "times_missing" },
        { "was never issued", "iat=null", "times_missing" },
        { "lives for a year", "exp=NOW+31536000", "life_too_long" },
        { "ends before it begins", "exp=NOW-10", "life_too_long" },
        { "issued tomorrow", "iat=NOW+86400", "issued_in_future" },
        { "not yet valid", "nbf=NOW+120", "not_yet_valid" },
        { "times that are no numbers", "exp=\"soon\"", "token_malformed" },
        { "calls back to a stranger", "app.apiBaseUrl=\"https://evil.example/ex/jira/d0d52620-3203-4cfa-8db5-f2587155f0dd\"", "api_base_url_not_allowed" },
        { "calls back to a look-alike", "app.apiBaseUrl=\"https://api.atlassian.com.evil.example/ex/jira/d0d52620-3203-4cfa-8db5-f2587155f0dd\"", "api_base_url_not_allowed" },
        { "calls back over http", "app.apiBaseUrl=\"http://api.atlassian.com/ex/jira/d0d52620-3203-4cfa-8db5-f2587155f0dd\"", "api_base_url_not_allowed" },
        { "calls back with a way out of the site", "app.apiBaseUrl=\"https://api.atlassian.com/ex/jira/d0d52620-3203-4cfa-8db5-f2587155f0dd/../x\"", "api_base_url_not_allowed" },
        { "calls back to Confluence", "app.apiBaseUrl=\"https://api.atlassian.com/ex/confluence/d0d52620-3203-4cfa-8db5-f2587155f0dd\"", "api_base_url_not_allowed" },
        { "one site in the context, another one to call", "context={\"cloudId\":\"11111111-1111-1111-1111-111111111111\"}", "api_base_url_not_allowed" },
        { "without an installation", "app.installationId=null;app.installation=null", "claims_missing" },
        { "an installation that is none", "app.installationId=\"ari:cloud:ecosystem::installation/../x\"", "claims_missing" },
        { "no app at all", "app=null", "audience_mismatch" },
        { "an app that is a word", "app=\"app\"", "audience_mismatch" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_token_that_is_not_meant_for_this_door_is_refused(string what, string change, string reason)
    {
        using var answer = await _site.EventAsync(_forge.Sign(Changed(_site.Claims(), change)));

        await RefusedAsync(answer, reason, what);
        Assert.Equal(0, _forge.Asked);
    }

    [Theory]
    [InlineData("none", "token_malformed")]
    [InlineData("HS256", "wrong_algorithm")]
    [InlineData("RS512", "wrong_algorithm")]
    [InlineData("PS256", "wrong_algorithm")]
    public async Task The_algorithm_is_the_doors_and_not_the_tokens(string algorithm, string reason)
    {
        using var answer = await _site.EventAsync(_forge.Sign(_site.Claims(), algorithm));

        await RefusedAsync(answer, reason);
    }

    [Theory]
    [InlineData(null, "token_missing")]
    [InlineData("", "token_missing")]
    [InlineData("x", "token_malformed")]
    [InlineData("a.b.c", "token_malformed")]
    [InlineData("e30.e30.e30", "wrong_algorithm")]
    public async Task A_call_without_a_good_token_is_refused(string? token, string reason) => await RefusedAsync(await _site.EventAsync(token), reason);

    [Fact]
    public async Task A_token_that_was_altered_is_refused()
    {
        var parts = _forge.Sign(_site.Claims()).Split('.');
        var other = _forge.Sign(Changed(_site.Claims(), "app.installationId=\"ari:cloud:ecosystem::installation/11111111-1111-1111-1111-111111111111\"")).Split('.');

        using var answer = await _site.EventAsync($"{parts[0]}.{other[1]}.{parts[2]}");

        await RefusedAsync(answer, "signature_invalid");
        Assert.Equal(0, _site.Admitted);
    }

    [Fact]
    public async Task Tokens_of_one_door_do_not_open_the_other()
    {
        var connect = TokenForge.Hs256(TokenForge.Claims("context-qsh"));
        var invocation = _forge.Sign(_site.Claims());

        await RefusedAsync(await _site.EventAsync(connect), "wrong_algorithm");
        using var asJwt = await _site.SendAsync(HttpMethod.Post, "/webhooks", invocation, "JWT");
        using var asBearer = await _site.SendAsync(HttpMethod.Post, "/webhooks", invocation);

        Assert.Equal(HttpStatusCode.Unauthorized, asJwt.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, asBearer.StatusCode);
    }

    [Fact]
    public async Task Two_tokens_in_one_request_make_one_caller()
    {
        var claims = FakeForge.ScreenClaims(_site.Clock.GetUtcNow(), "incident-panel", "jira:issueContext", "someone", null);

        using var answer = await _site.SendAsync(HttpMethod.Get, $"/panel?jwt={TokenForge.Hs256(TokenForge.Claims("context-qsh"))}", _forge.Sign(claims));

        Assert.StartsWith($"{ConnectSite.InstallationId} Agent", await TextAsync(answer), StringComparison.Ordinal);
        Assert.Equal(0, _site.Admitted);
    }

    [Fact]
    public async Task An_installation_that_the_app_does_not_take_is_refused()
    {
        _site.Refusal = TokenRefusal.InstallationNotJoined;

        await RefusedAsync(await _site.EventAsync(_forge.Sign(_site.Claims())), "installation_not_joined");
    }

    [Fact]
    public async Task A_store_that_is_down_means_come_again_and_never_unauthorized()
    {
        _site.StoreIsDown = true;

        using var answer = await _site.EventAsync(_forge.Sign(_site.Claims()));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task Without_an_app_id_the_door_is_shut()
    {
        await using var shut = await ForgeSite.StartAsync(_forge, isOn: false);

        await RefusedAsync(await shut.EventAsync(_forge.Sign(_site.Claims())), "forge_not_configured");
        Assert.Equal(0, _forge.Asked);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, string reason, string? what = null)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{what} was answered {answer.StatusCode}");
        Assert.Contains($"error=\"{reason}\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        answer.Dispose();
    }

    /// <summary>`a.b=json;c=json`; NOW is the clock's time in seconds, null removes.</summary>
    private JsonObject Changed(JsonObject claims, string changes)
    {
        foreach (var change in changes.Split(';'))
        {
            var (path, value) = (change[..change.IndexOf('=', StringComparison.Ordinal)].Split('.'), change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            var owner = path[..^1].Aggregate(claims, (at, name) => at[name]!.AsObject());
            owner.Remove(path[^1]);
            if (value != "null")
                owner[path[^1]] = value.StartsWith("NOW", StringComparison.Ordinal)
                    ? _site.Clock.GetUtcNow().ToUnixTimeSeconds() + long.Parse(value[3..], System.Globalization.CultureInfo.InvariantCulture)
                    : JsonNode.Parse(value);
        }
        return claims;
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
