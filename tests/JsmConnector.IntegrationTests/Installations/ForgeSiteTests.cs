using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using JsmConnector.Installations;
using JsmConnector.Installations.Forge;
using JsmConnector.IntegrationTests.Hostile;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using JsmConnector.Tests.AtlassianConnect.Forge;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Installations;

/// <summary>The life of a site that has nothing but Forge: found, called with its system token, silent, gone, back, joined.</summary>
public sealed class ForgeSiteTests : IClassFixture<SitesBehindTheGateway>
{
    private readonly string _cloud = Guid.NewGuid().ToString("D");
    private readonly string _url = $"http://127.0.0.1:{Random.Shared.Next(10_000, 60_000)}/{Guid.NewGuid():N}";
    private readonly SitesBehindTheGateway app;

    public ForgeSiteTests(SitesBehindTheGateway app)
    {
        this.app = app;
        app.Known[_cloud] = ("system-1", _url);
    }

    private string Name => NameOf(_cloud);

    private static string NameOf(string cloud) => $"ari:cloud:ecosystem::installation/{cloud}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_names_no_address_has_it_asked_at_the_gateway_with_the_token_that_came_along()
    {
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync(named: false));

        Assert.Equal((_url, InstallationState.Enabled), ((await SiteAsync())!.BaseUrl, (await SiteAsync())!.State));
        Assert.Contains($"{_cloud} Bearer system-1", app.Calls);
    }

    [Fact]
    public async Task The_first_calls_of_a_site_come_side_by_side_and_make_one_site()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => CallAsync()));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer));
        Assert.NotNull(await SiteAsync());
        Assert.NotNull((await SideAsync()).PagePath);
    }

    [Fact]
    public async Task A_lifecycle_call_that_is_repeated_changes_nothing()
    {
        await CallAsync("/forge/lifecycle", "ep-lifecycle");
        var before = (await SiteAsync())!;

        await CallAsync("/forge/lifecycle", "ep-lifecycle");

        var after = (await SiteAsync())!;
        Assert.Equal((before.Id, before.State, before.LastInstalledAt, before.StateChangedAt), (after.Id, after.State, after.LastInstalledAt, after.StateChangedAt));
    }

    [Fact]
    public async Task A_good_token_that_is_refused_for_a_day_is_an_uninstallation_and_the_next_call_ends_it()
    {
        await CallAsync();
        Refuse();
        await WatchAsync();
        Assert.Equal(InstallationState.Enabled, (await SiteAsync())!.State);
        app.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));

        await WatchAsync();

        Assert.Equal(InstallationState.Uninstalled, (await SiteAsync())!.State);
        Assert.Null((await SideAsync()).SystemToken);
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync());
        Assert.Equal(InstallationState.Enabled, (await SiteAsync())!.State);
    }

    [Fact]
    public async Task Days_without_a_call_prove_nothing_while_no_good_token_was_refused()
    {
        await CallAsync();
        await WatchAsync();
        Refuse();
        for (var day = 0; day < 3; day++)
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
            await WatchAsync();
        }

        Assert.Equal(InstallationState.Enabled, (await SiteAsync())!.State);
    }

    [Fact]
    public async Task A_site_whose_Forge_never_brought_a_token_is_gone_after_a_month_of_silence()
    {
        await CallAsync();
        await using (var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter((await SiteAsync())!.Id))
        {
            await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<ForgeSide>()
                .ExecuteUpdateAsync(set => set.SetProperty(side => side.SystemToken, (byte[]?)null).SetProperty(side => side.TokenReceivedAt, (DateTimeOffset?)null), Cancel);
        }
        app.Clock.Advance(TimeSpan.FromDays(29));
        await WatchAsync();
        Assert.Equal(InstallationState.Enabled, (await SiteAsync())!.State);
        app.Clock.Advance(TimeSpan.FromDays(2));

        await WatchAsync();

        Assert.Equal(InstallationState.Uninstalled, (await SiteAsync())!.State);
    }

    [Fact]
    public async Task A_site_that_cannot_be_looked_at_does_not_keep_the_next_one()
    {
        await CallAsync();
        var other = Guid.NewGuid().ToString("D");
        app.Known[other] = ("system-1", $"{_url}/other");
        await CallAsync(cloud: other);
        Refuse();
        app.Known[other] = ("none", $"{_url}/other");
        await ExecuteAsync($"alter table forge_sides add constraint stuck check (cloud_id <> '{_cloud}' or refused_since is null)");
        await WatchAsync();
        app.Clock.Advance(TimeSpan.FromHours(25));

        await WatchAsync();
        await ExecuteAsync("alter table forge_sides drop constraint stuck");

        await using var scope = app.App.Services.CreateAsyncScope();
        Assert.Equal(InstallationState.Uninstalled, await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.JoinedForgeInstallation!.EndsWith(other)).Select(site => site.State).SingleAsync(Cancel));
        Assert.Equal(InstallationState.Enabled, (await SiteAsync())!.State);
    }

    [Fact]
    public async Task A_known_site_and_a_Forge_installation_are_one_after_an_operator_said_so()
    {
        var known = await SignedSite.AddAsync(app, _url);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync());

        Assert.Null(await known.InAsync(app, services => services.GetRequiredService<JoinForge>().JoinAsync(Name, Cancel)));

        Assert.Equal(HttpStatusCode.NoContent, await CallAsync());
        Assert.Equal((known.Id, EventSource.SignedWebhook), ((await SiteAsync())!.Id, (await SiteAsync())!.EventSource));
        var other = await SignedSite.AddAsync(app, $"{_url}/other");
        Assert.Contains("another site", await other.InAsync(app, services => services.GetRequiredService<JoinForge>().JoinAsync(Name, Cancel)), StringComparison.Ordinal);
    }

    private void Refuse() => app.Known[_cloud] = ("none", _url);

    private async Task ExecuteAsync(string statement)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Database.ExecuteSqlRawAsync(statement, Cancel);
    }

    private Task WatchAsync() => app.App.Services.GetRequiredService<WatchForgeSides>().RunAsync(Cancel);

    private async Task<HttpStatusCode> CallAsync(string path = "/forge/refresh", string module = "ep-refresh", bool named = true, string? cloud = null)
    {
        var claims = FakeForge.Claims(app.Clock.GetUtcNow(), module, cloudId: cloud ?? _cloud, installation: NameOf(cloud ?? _cloud), gateway: app.Url);
        if (named)
            claims["context"] = new JsonObject { ["cloudId"] = cloud ?? _cloud, ["siteUrl"] = cloud is null ? _url : app.Known[cloud].Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = HostileWorld.Json("{}") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", app.Forge.Sign(claims));
        request.Headers.Add("x-forge-oauth-system", "system-1");
        using var answer = await app.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<Installation?> SiteAsync()
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking().SingleOrDefaultAsync(site => site.JoinedForgeInstallation == Name, Cancel);
    }

    private async Task<ForgeSide> SideAsync()
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter((await SiteAsync())!.Id);
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<ForgeSide>().AsNoTracking().SingleAsync(Cancel);
    }
}
