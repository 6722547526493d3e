using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Operators.SignIn;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using JsmConnector.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Operators;

/// <summary>The operators' screen: who gets in, and what it does.</summary>
public sealed partial class OperatorTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opening_a_link_changes_nothing_and_the_button_signs_in_once()
    {
        var token = await LinkTokenAsync();
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Contains("Sign in", await TextAsync(await app.GetAsync($"/operator/sign-in?token={token}")), StringComparison.Ordinal);

        var (first, second) = (await RedeemAsync(token), await RedeemAsync(token));

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
        Assert.False(second.Headers.Contains("Set-Cookie"));
        Assert.Contains("Sites", await TextAsync(await GetAsync("/operator", CookieOf(first))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_for_this_area_and_out_of_reach_of_scripts_and_other_sites()
    {
        var cookie = (await RedeemAsync(await LinkTokenAsync())).Headers.GetValues("Set-Cookie").Single();

        Assert.Contains("path=/operator", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_link_and_a_session_end_by_themselves()
    {
        var late = await LinkTokenAsync();
        var cookie = await SignInAsync();
        app.Clock.Advance(SignInOperator.LinkLife + TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Forbidden, (await RedeemAsync(late)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/operator", cookie)).StatusCode);
        app.Clock.Advance(SignInOperator.SessionLife);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/operator", cookie)).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        var cookie = await SignInAsync();
        await PostAsync("/operator/sign-out", cookie, []);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/operator", cookie)).StatusCode);
    }

    [Fact]
    public async Task Nothing_that_lets_anybody_in_is_stored()
    {
        var cookie = await SignInAsync();

        await using var scope = app.App.Services.CreateAsyncScope();
        var hashes = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<OperatorSession>().Select(session => session.TokenHash).ToListAsync(Cancel);
        var token = cookie.Split('=')[1];
        Assert.Contains(hashes, hash => hash.SequenceEqual(OperatorToken.HashOf(token)!));
        Assert.DoesNotContain(hashes, hash => System.Text.Encoding.ASCII.GetString(hash) == token);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0000")]
    public async Task A_form_that_is_not_of_the_session_is_refused(string? mark)
    {
        var cookie = await SignInAsync();
        var other = mark is null ? OperatorToken.AntiforgeryOf((await SignInAsync()).Split('=')[1]) : mark;
        var url = $"http://127.0.0.1:7001/{Guid.NewGuid():N}";

        var answer = await PostAsync("/operator/sites", cookie, new() { ["url"] = url }, other);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        await using var scope = app.App.Services.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<JsmConnector.Installations.Installation>().AnyAsync(site => site.BaseUrl == url, Cancel));
    }

    [Fact]
    public async Task Pages_are_never_framed_or_kept()
    {
        foreach (var path in new[] { "/operator", "/operator/sign-in" })
        {
            var answer = await app.GetAsync(path);

            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        }
    }

    [Fact]
    public async Task A_site_is_added_its_secret_shown_once_and_taken_away_again()
    {
        var cookie = await SignInAsync();
        var added = await TextAsync(await PostAsync("/operator/sites", cookie, new() { ["url"] = $"http://127.0.0.1:7002/{Guid.NewGuid():N}" }));
        var id = new InstallationId(Guid.Parse(Address().Match(added).Groups["id"].Value));
        var secret = Secret().Match(added).Groups["secret"].Value;
        var name = (await new SignedSite(id, "", secret).InstallationAsync(app)).ShortName;
        var site = new SignedSite(id, name, secret);

        Assert.Equal(HttpStatusCode.NoContent, (await site.TellAsync(app, TicketEvent.Of("61001").ToJsonString())).StatusCode);
        Assert.DoesNotContain(secret, await TextAsync(await GetAsync($"/operator/sites/{id}", cookie)), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync($"/operator/sites/{id}/remove", cookie, new() { ["name"] = "another" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"/operator/sites/{id}/remove", cookie, new() { ["name"] = name })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.TellAsync(app, TicketEvent.Of("61001").ToJsonString())).StatusCode);
    }

    [Fact]
    public async Task A_wrong_address_is_named_and_nothing_is_lost()
    {
        var answer = await PostAsync("/operator/sites", await SignInAsync(), new() { ["url"] = "https://jira.acme.example" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await TextAsync(answer);
        Assert.Contains("Atlassian__AllowedSiteHosts", text, StringComparison.Ordinal);
        Assert.Contains("value=\"https://jira.acme.example\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announcement_is_posted_by_hand_renewed_and_must_be_removed_at_the_end()
    {
        var cookie = await SignInAsync();
        var site = await SignedSite.AddAsync(app, $"http://127.0.0.1:7003/{Guid.NewGuid():N}");
        var page = $"/operator/sites/{site.Id}";
        await SayAsync(site, "Open", "new", 0);
        var shown = await TextAsync(await GetAsync(page, cookie));
        Assert.Contains("Problem with Sundial", shown, StringComparison.Ordinal);
        Assert.Contains("To post", shown, StringComparison.Ordinal);

        var form = new Dictionary<string, string> { ["incident"] = Field("incident").Match(shown).Groups["value"].Value, ["text"] = WebUtility.HtmlDecode(Field("text").Match(shown).Groups["value"].Value), ["decision"] = "posted" };
        await PostAsync($"{page}/announcements", cookie, form);
        Assert.Contains("These words stand in the help center", await TextAsync(await GetAsync(page, cookie)), StringComparison.Ordinal);

        await SayAsync(site, "Resolved", "done", 1);
        Assert.Contains("Must be removed", await TextAsync(await GetAsync(page, cookie)), StringComparison.Ordinal);

        form["decision"] = "removed";
        await PostAsync($"{page}/announcements", cookie, form);
        Assert.Contains("Nothing to announce", await TextAsync(await GetAsync(page, cookie)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_settings_is_named_and_the_text_is_kept()
    {
        var site = await SignedSite.AddAsync(app, $"http://127.0.0.1:7004/{Guid.NewGuid():N}");
        var cookie = await SignInAsync();

        var refused = await PostAsync($"/operator/sites/{site.Id}/settings", cookie, new() { ["version"] = "0", ["settings"] = """{"statusPages":[{"id":"Sundial!","provider":"builtin"},{"id":"sp","provider":"statuspage","pageId":"abc","apiKey":"not-for-eyes"}]}""" });
        var saved = await PostAsync($"/operator/sites/{site.Id}/settings", cookie, new() { ["version"] = "0", ["settings"] = """{"statusPages":[{"id":"main","provider":"builtin"}]}""" });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (refused.StatusCode, saved.StatusCode));
        var text = await TextAsync(refused);
        Assert.Contains("statusPages[0].id", text, StringComparison.Ordinal);
        Assert.Contains("Sundial!", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-eyes", text, StringComparison.Ordinal);
        Assert.Contains("kept-settings", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_stored_encrypted_and_never_shown()
    {
        var site = await SignedSite.AddAsync(app, $"http://127.0.0.1:7005/{Guid.NewGuid():N}");
        var cookie = await SignInAsync();

        var answer = await TextAsync(await PostAsync($"/operator/sites/{site.Id}/token", cookie, new() { ["kind"] = "Classic", ["account"] = "bot@acme.example", ["token"] = "ATATT-not-for-eyes" }));

        Assert.Contains("The token is stored", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("ATATT-not-for-eyes", answer, StringComparison.Ordinal);
        var row = Assert.Single(await site.RowsAsync<SiteToken>(app));
        Assert.DoesNotContain("not-for-eyes", System.Text.Encoding.Latin1.GetString(row.Token), StringComparison.Ordinal);
    }

    private async Task SayAsync(SignedSite site, string status, string category, int minutes)
    {
        var at = app.Clock.GetUtcNow().AddMinutes(minutes);
        await site.TellAsync(app, TicketEvent.Of("62001", at: at).Components("Sundial").Status(status, category).ToJsonString());
        await app.DrainAsync();
        Assert.All(await site.RowsAsync<Webhook>(app), webhook => Assert.True(webhook.State == WebhookState.Done, $"{webhook.State}: {webhook.Reason}"));
        Assert.All(await site.RowsAsync<Delivery>(app), delivery => Assert.True(delivery.State is DeliveryState.Delivered or DeliveryState.Suppressed, $"{delivery.Channel} {delivery.State}: {delivery.Reason}"));
    }

    [Fact]
    public async Task A_postmortem_is_read_here_when_the_site_has_no_screens_in_Jira()
    {
        var site = await SignedSite.AddAsync(app, $"http://127.0.0.1:{Random.Shared.Next(10_000, 60_000)}/{Guid.NewGuid():N}");
        await site.TellAsync(app, TicketEvent.Of("61007").ToJsonString());
        await app.DrainAsync();
        var incident = Assert.Single(await site.RowsAsync<Incident>(app));
        var path = PostmortemAddress.PathForOperators(site.Id, incident.IssueKey);

        var stranger = await app.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        // The cookie does not come along from Jira's link: the page offers the way on.
        Assert.Contains($"href=\"{path}\"", await TextAsync(stranger), StringComparison.Ordinal);
        var cookie = await SignInAsync();
        Assert.Contains($"postmortem of {incident.IssueKey}", await TextAsync(await GetAsync(path, cookie)), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(PostmortemAddress.PathForOperators(app.Acme.Id, incident.IssueKey), cookie)).StatusCode);
    }

    [Fact]
    public async Task Diagnostics_of_a_signed_site_tell_its_own_refusals_and_nobody_elses()
    {
        var (site, other) = (await SignedSite.AddAsync(app, $"http://127.0.0.1:9/{Guid.NewGuid():N}"), await SignedSite.AddAsync(app, $"http://127.0.0.1:9/{Guid.NewGuid():N}"));
        await other.TellAsync(app, "{}"u8.ToArray(), []);
        await site.TellAsync(app, TicketEvent.Of("61008").ToJsonString(), secret: "of somebody else");
        var cookie = await SignInAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync($"/operator/sites/{site.Id}/diagnostics")).StatusCode);
        var page = await TextAsync(await GetAsync($"/operator/sites/{site.Id}/diagnostics", cookie));

        Assert.Contains("signature_invalid", page, StringComparison.Ordinal);
        Assert.DoesNotContain("signature_missing", page, StringComparison.Ordinal);
        Assert.Contains("Token for calls to Jira", page, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Secret, page, StringComparison.Ordinal);
        var german = await TextAsync(await GetAsync($"/operator/sites/{site.Id}/diagnostics", cookie, "de-AT,de;q=0.9"));
        Assert.Contains("lang=\"de\"", german, StringComparison.Ordinal);
        Assert.Contains("Token für Aufrufe an Jira", german, StringComparison.Ordinal);
        Assert.Contains("Der Aufruf war nicht mit dem Geheimnis signiert", german, StringComparison.Ordinal);
    }

    /// <summary>Operators are the only people who see such a site in the app, so what failed is decided here.</summary>
    [Theory]
    [InlineData("replay", DeliveryState.Queued)]
    [InlineData("skip", DeliveryState.Suppressed)]
    public async Task A_message_of_a_signed_site_that_failed_is_sent_again_or_skipped(string decision, DeliveryState state)
    {
        var site = await SignedSite.AddAsync(app, $"http://127.0.0.1:9/{Guid.NewGuid():N}");
        var failed = Delivery.Of(site.Id, new PlannedDelivery("statuspage", "elsewhere", "statuspage:elsewhere"), app.Clock);
        (failed.State, failed.Reason, failed.FinishedAt) = (DeliveryState.Failed, "The key was refused.", app.Clock.GetUtcNow());
        await site.InAsync(app, services => Add(services.GetRequiredService<JsmConnectorContext>(), failed));
        var (cookie, path) = (await SignInAsync(), $"/operator/sites/{site.Id}");

        Assert.Contains("The key was refused.", await TextAsync(await GetAsync(path, cookie)), StringComparison.Ordinal);
        Assert.Contains("delivery_failed", await TextAsync(await GetAsync($"{path}/diagnostics", cookie)), StringComparison.Ordinal);
        await PostAsync($"/operator/sites/{app.Acme.Id}/decisions", cookie, new() { ["delivery"] = failed.Id.Value.ToString(), ["decision"] = decision });
        Assert.Equal(DeliveryState.Failed, Assert.Single(await site.RowsAsync<Delivery>(app)).State);
        await PostAsync($"{path}/decisions", cookie, new() { ["delivery"] = failed.Id.Value.ToString(), ["decision"] = decision });
        var again = await TextAsync(await PostAsync($"{path}/decisions", cookie, new() { ["delivery"] = failed.Id.Value.ToString(), ["decision"] = decision }));

        Assert.Contains("somebody decided about this already", again, StringComparison.Ordinal);
        Assert.Equal(state, Assert.Single(await site.RowsAsync<Delivery>(app)).State);
    }

    private static Task<int> Add(JsmConnectorContext database, Delivery row)
    {
        database.Add(row);
        return database.SaveChangesAsync(Cancel);
    }

    private async Task<string> LinkTokenAsync()
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        var link = await scope.ServiceProvider.GetRequiredService<SignInOperator>().MakeLinkAsync(Cancel);
        return link.Query["?token=".Length..];
    }

    private Task<HttpResponseMessage> RedeemAsync(string token)
    {
        app.Clock.Advance(SignInAttempts.Window / SignInAttempts.Most);
        return app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/operator/sign-in") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token }) });
    }

    private async Task<string> SignInAsync()
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        var operators = scope.ServiceProvider.GetRequiredService<SignInOperator>();
        return $"{OperatorAuthentication.Cookie}={await operators.RedeemAsync((await operators.MakeLinkAsync(Cancel)).Query["?token=".Length..], Cancel)}";
    }

    private static string CookieOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

    private Task<HttpResponseMessage> GetAsync(string path, string cookie, string? languages = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        if (languages is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", languages);
        return app.SendAsync(request);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string cookie, Dictionary<string, string> form, string? mark = null)
    {
        var fields = new Dictionary<string, string>(form) { [OperatorAuthentication.AntiforgeryField] = mark ?? OperatorToken.AntiforgeryOf(cookie.Split('=')[1]) };
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", cookie);
        return app.SendAsync(request);
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancel);

    private static Regex Field(string name) => new($"name=\"{name}\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex("/webhooks/jira/(?<id>[0-9a-f-]{36})", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("aria-label=\"Secret of the webhook\">(?<secret>[A-Za-z0-9_-]{43})<", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
