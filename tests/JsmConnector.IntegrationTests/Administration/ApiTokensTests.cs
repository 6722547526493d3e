using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.IntegrationTests.WholeApp;
using Microsoft.Extensions.DependencyInjection;
using TokenRow = JsmConnector.Installations.ApiTokens.ApiToken;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>From the administration screen to a program that uses the token, and the end of it.</summary>
public sealed partial class ApiTokensTests : IClassFixture<InstalledSites>
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private readonly InstalledSites _app;

    public ApiTokensTests(InstalledSites app)
    {
        _app = app;
        app.Acme.Jira.Administrators.Add(Administrator);
        app.Rival.Jira.Administrators.Add(Administrator);
    }

    [Fact]
    public async Task A_token_made_on_the_screen_opens_the_api_until_it_is_revoked()
    {
        var page = await PressAsync(new() { ["decision"] = "make", ["name"] = "Nightly report", ["right"] = "Administer", ["days"] = "30" });
        var token = Shown().Match(page).Groups["token"].Value;

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(HttpMethod.Get, "/api/v1/incidents", token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(HttpMethod.Get, "/api/v1/settings", token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(HttpMethod.Get, "/api/v1/diagnostics", token)).StatusCode);
        var row = (await _app.RowsAsync<TokenRow>(_app.Acme)).Single(row => row.Name == "Nightly report");
        Assert.Equal((Administrator, 30), (row.MadeBy, (int)(row.ExpiresAt - row.MadeAt).TotalDays));
        Assert.NotNull(row.LastUsedAt);

        var list = await PressAsync(new() { ["decision"] = "revoke", ["token"] = row.Id.Value.ToString() });

        Assert.Contains("The token is revoked", list, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(HttpMethod.Get, "/api/v1/settings", token)).StatusCode);
    }

    [Fact]
    public async Task The_token_itself_is_stored_nowhere()
    {
        var page = await PressAsync(new() { ["decision"] = "make", ["name"] = "Hidden" });
        var token = Shown().Match(page).Groups["token"].Value;

        Assert.StartsWith("jsmc_", token, StringComparison.Ordinal);
        Assert.DoesNotContain(token, await new Tenancy.Snapshots(_app).TakeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_a_name_is_not_made_and_the_screen_says_what_to_do()
    {
        var before = (await _app.RowsAsync<TokenRow>(_app.Acme)).Count;

        Assert.Contains("Give the token a name", await PressAsync(new() { ["decision"] = "make", ["name"] = "  " }), StringComparison.Ordinal);
        Assert.Equal(before, (await _app.RowsAsync<TokenRow>(_app.Acme)).Count);
    }

    [Fact]
    public async Task The_diagnostics_of_a_site_name_what_was_refused_and_no_secret()
    {
        await _app.TellAsync(_app.Acme, TicketEvent.Of("61001").ToJsonString());
        using var bad = new HttpRequestMessage(HttpMethod.Post, Paths.Webhooks) { Content = Hostile.HostileWorld.Json("{}") };
        bad.Headers.TryAddWithoutValidation("Authorization", $"JWT {Hostile.ForgedToken.For(_app.Acme.ClientKey, "POST", Paths.Webhooks, _app.Clock.GetUtcNow()).Signed(_app.Rival.Secret)}");
        await _app.SendAsync(bad);

        var ours = await (await _app.AskAsync(_app.Acme, HttpMethod.Get, "/admin/diagnostics", Administrator)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var theirs = await (await _app.AskAsync(_app.Rival, HttpMethod.Get, "/admin/diagnostics", Administrator)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("signature_invalid", ours, StringComparison.Ordinal);
        Assert.Contains("jira:issue_updated", ours, StringComparison.Ordinal);
        Assert.Contains("https://app.example.com", ours, StringComparison.Ordinal);
        Assert.DoesNotContain(_app.Acme.Secret, ours, StringComparison.Ordinal);
        Assert.DoesNotContain("signature_invalid", theirs, StringComparison.Ordinal);
    }

    private async Task<string> PressAsync(Dictionary<string, string> form)
    {
        var caller = new AtlassianPrincipal { InstallationId = _app.Acme.Id.Value, AccountId = Administrator, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() };
        form["session"] = _app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, "administration");
        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin/tokens") { Content = new FormUrlEncodedContent(form) });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return _app.SendAsync(request);
    }

    [GeneratedRegex("data-secret>(?<token>[^<]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shown();
}
