using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using JsmConnector.Installations;
using JsmConnector.Installations.Forge;
using JsmConnector.IntegrationTests.Hostile;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.Tests.AtlassianConnect.Forge;
using JsmConnector.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Webhooks;

public sealed class ForgeDoorTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private const string SystemToken = "system-token-that-nobody-may-see";

    [Fact]
    public async Task An_incident_flows_from_Forge_to_the_public_page_of_a_site_that_has_nothing_else()
    {
        var (cloud, url) = (Guid.NewGuid().ToString("D"), "http://127.0.0.1:9");

        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/lifecycle", "ep-lifecycle", cloud, new JsonObject { ["eventType"] = "avi:forge:installed:app" }, url));
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/events", "ep-events", cloud, Created("71001")));
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync("/forge/events", "ep-events", cloud, Created("71001")));

        var site = await SiteOfAsync(cloud);
        Assert.Equal((EventSource.Forge, url), (site.EventSource, site.BaseUrl));
        await app.DrainAsync();
        await app.App.Services.GetRequiredService<PageShelf>().RenewAsync(site.Id);
        using var page = await app.GetAsync($"/status/{site.ShortName}");
        Assert.Contains("Service 71001", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(site.Id);
        Assert.Single(await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Webhook>().ToListAsync(TestContext.Current.CancellationToken));
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

    private static JsonObject Created(string issue) => new()
    {
        ["eventType"] = "avi:jira:created:issue",
        ["atlassianId"] = "agent-1",
        ["issue"] = TicketEvent.Of(issue, at: DateTimeOffset.UnixEpoch.AddYears(56))["issue"]!.DeepClone(),
    };

    private async Task<HttpStatusCode> CallAsync(string path, string module, string cloud, JsonObject body, string? siteUrl = null)
    {
        var claims = FakeForge.Claims(app.Clock.GetUtcNow(), module, cloudId: cloud, installation: $"ari:cloud:ecosystem::installation/{cloud}");
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
        var claims = FakeForge.ScreenClaims(app.Clock.GetUtcNow(), module, "jira:screen", "unidentified", app.Acme.Jira.Url, cloud, $"ari:cloud:ecosystem::installation/{cloud}");
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
