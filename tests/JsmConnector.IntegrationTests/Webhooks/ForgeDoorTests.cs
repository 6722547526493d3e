using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge.Manifest;
using JsmConnector.Installations;
using JsmConnector.Installations.Forge;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Hostile;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.Tests.AtlassianConnect.Forge;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Reconciliation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Webhooks;

public sealed class ForgeDoorTests(SitesBehindTheGateway app) : IClassFixture<SitesBehindTheGateway>
{
    private const string SystemToken = "system-token-that-nobody-may-see";

    [Fact]
    public async Task An_incident_flows_from_Forge_to_the_public_page_of_a_site_that_has_nothing_else()
    {
        var (cloud, site) = await NewSiteAsync();
        app.Issues["71001"] = Issue("71001");
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/events", "ep-events", cloud, Created("71001")));
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/events", "ep-events", cloud, Created("71001")));

        Assert.Contains("Service 71001", await PageAsync(site), StringComparison.Ordinal);
        Assert.Single(await InboxAsync(site));
    }

    /// <summary>Forge tells a few fields and no security level: what it leaves out is asked before a word is said.</summary>
    [Fact]
    public async Task What_Forge_leaves_out_is_read_before_anything_is_decided()
    {
        var (cloud, site) = await NewSiteAsync();
        app.Issues["71003"] = Issue("71003");
        app.Issues["71003"]["fields"]!["security"] = new JsonObject { ["id"] = "10000" };
        app.Issues["71004"] = Issue("71004");
        await CallAsync("/forge/events", "ep-events", cloud, Created("71003"));
        await CallAsync("/forge/events", "ep-events", cloud, Created("71004"));

        var page = await PageAsync(site);

        Assert.DoesNotContain("Problem with Service 71003", page, StringComparison.Ordinal);
        Assert.Contains("Problem with Service 71004", page, StringComparison.Ordinal);
    }

    /// <summary>A rule of the site may want a ticket of any project, and it may ask for what Forge does not tell.</summary>
    [Fact]
    public async Task A_sites_own_rules_reach_tickets_of_other_projects()
    {
        var (cloud, site) = await NewSiteAsync();
        var rules = new RuleSettings { Incidents = [new IncidentRule { When = "labels = outage" }] };
        await using (var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(site.Id))
        {
            Assert.IsType<SettingsSaved.Saved>(await scope.ServiceProvider.GetRequiredService<SaveSettings>()
                .SaveAsync(site.Id, new InstallationSettings { Rules = rules }, 0, "operator", TestContext.Current.CancellationToken));
        }
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var (id, label) in new[] { ("71008", "outage"), ("71009", "chore") })
        {
            app.Issues[id] = Issue(id);
            var fields = app.Issues[id]["fields"]!.AsObject();
            (fields["labels"], fields["project"]!["projectTypeKey"]) = (new JsonArray(label), "software");
            var told = Created(id);
            told["issue"]!["fields"]!["project"]!["projectTypeKey"] = "software";
            Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/events", "ep-events", cloud, told));
        }

        var page = await PageAsync(site);

        Assert.Contains("Problem with Service 71008", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Service 71009", page, StringComparison.Ordinal);
    }

    /// <summary>The frame gets a document to show, so the refusal is not in the status of the answer.</summary>
    [Fact]
    public async Task A_screen_that_is_refused_inside_the_frame_is_told_like_any_other()
    {
        var refused = app.App.Services.GetRequiredService<RefusedCalls>();
        var cloud = app.Rival.ForgeName;
        var claims = FakeForge.ScreenClaims(app.Clock.GetUtcNow(), "incident-panel", "jira:screen", "unidentified", app.Rival.Jira.Url, cloud, $"ari:cloud:ecosystem::installation/{cloud}", app.Url);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/panel/issue?issueId=1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", app.Forge.Sign(claims));
        request.Headers.Accept.ParseAdd("application/json");

        using var answer = await app.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(refused.Of($"ari:cloud:ecosystem::installation/{cloud}"), tally => tally is { Reason: "visitor_not_allowed", Route: "/panel/issue" });
    }

    /// <summary>Forge's clock pokes every five minutes: a turn soon, and not a look at every open ticket as when a person asks.</summary>
    [Fact]
    public async Task Forges_clock_gives_the_site_a_turn_and_no_more()
    {
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync(ForgeModules.ReconcilePath, ForgeModules.Reconcile, app.Rival.ForgeName, []));

        var row = Assert.Single(await app.RowsAsync<SiteReconciliation>(app.Rival));
        Assert.True(row.DueAt <= app.Clock.GetUtcNow());
        Assert.Null(row.AskedAt);
    }

    [Fact]
    public async Task While_Jira_is_away_the_event_waits_and_nothing_is_said()
    {
        var (cloud, site) = await NewSiteAsync();
        app.Issues["71005"] = Issue("71005");
        app.IsAway = true;
        await CallAsync("/forge/events", "ep-events", cloud, Created("71005"));
        Assert.DoesNotContain("Service 71005", await PageAsync(site), StringComparison.Ordinal);
        var waiting = Assert.Single(await InboxAsync(site));
        Assert.Equal((WebhookState.Stored, 0), (waiting.State, waiting.Attempts));
        Assert.Contains("Jira", waiting.Reason, StringComparison.Ordinal);

        app.IsAway = false;
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Contains("Service 71005", await PageAsync(site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_the_app_may_not_see_is_left_alone_with_the_reason()
    {
        var (cloud, site) = await NewSiteAsync();
        await CallAsync("/forge/events", "ep-events", cloud, Created("71006"));

        await app.DrainAsync();

        var event_ = Assert.Single(await InboxAsync(site));
        Assert.Equal(WebhookState.NotOurs, event_.State);
        Assert.Contains("does not show", event_.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_half_that_does_not_count_is_put_aside_with_its_reason_and_without_its_content()
    {
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/events", "ep-events", app.Acme.ForgeName, Created("71002")));

        var aside = Assert.Single(await app.RowsAsync<Webhook>(app.Acme), webhook => webhook.Lane == "71002");
        Assert.Equal(WebhookState.NotOurs, aside.State);
        Assert.Contains("Connect", aside.Reason, StringComparison.Ordinal);
        Assert.Empty(aside.Body ?? []);
    }

    [Fact]
    public async Task The_token_for_calls_back_is_kept_encrypted()
    {
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/refresh", "ep-refresh", app.Rival.ForgeName, []));

        var side = Assert.Single(await app.RowsAsync<ForgeSide>(app.Rival));
        Assert.DoesNotContain(SystemToken, System.Text.Encoding.UTF8.GetString(side.SystemToken!), StringComparison.Ordinal);
        Assert.NotNull(side.TokenReceivedAt);
    }

    [Fact]
    public async Task A_second_app_at_a_known_address_is_not_joined_by_itself() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync("/forge/lifecycle", "ep-lifecycle", Guid.NewGuid().ToString("D"), [], app.Acme.Jira.Url));

    [Fact]
    public async Task A_visitor_without_an_account_reads_the_announcements_and_nothing_else()
    {
        Assert.Equal(HttpStatusCode.OK, await ScreenAsync("/portal/header", "portal-header"));
        Assert.Equal(HttpStatusCode.Forbidden, await ScreenAsync("/panel/issue?issueId=1", "incident-panel"));
    }

    private static JsonObject Issue(string issue) => (JsonObject)TicketEvent.Of(issue, at: DateTimeOffset.UnixEpoch.AddYears(56))["issue"]!.DeepClone();

    /// <summary>As much of an issue as Forge tells. https://developer.atlassian.com/platform/forge/events-reference/jira/</summary>
    private static JsonObject Created(string issue)
    {
        var told = Issue(issue);
        var fields = told["fields"]!.AsObject();
        foreach (var unsaid in fields.Select(field => field.Key).Except(["summary", "issuetype", "creator", "created", "project", "reporter", "assignee", "updated", "status"]).ToList())
            fields.Remove(unsaid);
        return new JsonObject { ["eventType"] = "avi:jira:created:issue", ["atlassianId"] = "agent-1", ["issue"] = told };
    }

    private async Task<(string Cloud, Installation Site)> NewSiteAsync()
    {
        var (cloud, url) = (Guid.NewGuid().ToString("D"), $"http://127.0.0.1:9/{Guid.NewGuid():N}");
        app.Known[cloud] = (SystemToken, url);
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/lifecycle", "ep-lifecycle", cloud, new JsonObject { ["eventType"] = "avi:forge:installed:app" }, url));
        var site = await SiteOfAsync(cloud);
        Assert.Equal((EventSource.Forge, url), (site.EventSource, site.BaseUrl));
        return (cloud, site);
    }

    private async Task<string> PageAsync(Installation site)
    {
        await app.DrainAsync();
        await app.App.Services.GetRequiredService<PageShelf>().RenewAsync(site.Id);
        using var page = await app.GetAsync($"/status/{site.ShortName}");
        return await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<Webhook>> InboxAsync(Installation site)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(site.Id);
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Webhook>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpStatusCode> CallAsync(string path, string module, string cloud, JsonObject body, string? siteUrl = null)
    {
        var claims = FakeForge.Claims(app.Clock.GetUtcNow(), module, cloudId: cloud, installation: $"ari:cloud:ecosystem::installation/{cloud}", gateway: app.Url);
        if (siteUrl is not null)
            claims["context"] = new JsonObject { ["cloudId"] = cloud, ["siteUrl"] = siteUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = HostileWorld.Json(body.ToJsonString()) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", app.Forge.Sign(claims));
        request.Headers.Add("x-forge-oauth-system", SystemToken);
        using var answer = await app.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> ScreenAsync(string path, string module)
    {
        var cloud = app.Acme.ForgeName;
        var claims = FakeForge.ScreenClaims(app.Clock.GetUtcNow(), module, "jira:screen", "unidentified", app.Acme.Jira.Url, cloud, $"ari:cloud:ecosystem::installation/{cloud}", app.Url);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", app.Forge.Sign(claims));
        using var answer = await app.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<Installation> SiteOfAsync(string cloud)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .SingleAsync(site => site.JoinedForgeInstallation == $"ari:cloud:ecosystem::installation/{cloud}", TestContext.Current.CancellationToken);
    }
}
