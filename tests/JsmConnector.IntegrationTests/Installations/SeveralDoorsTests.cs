using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Forge;
using JsmConnector.IntegrationTests.Hostile;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using JsmConnector.Tests.AtlassianConnect.Forge;
using JsmConnector.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SiteToken = JsmConnector.IntegrationTests.Screens.SiteToken;

namespace JsmConnector.IntegrationTests.Installations;

/// <summary>A site that is known through more than one door: whatever came first, stayed or left, the events of exactly one door count.</summary>
public sealed class SeveralDoorsTests : IClassFixture<SitesBehindTheGateway>
{
    private const string Secret = "the-shared-secret-of-a-site-with-several-doors";
    private readonly string _cloud = Guid.NewGuid().ToString("D");
    private readonly string _clientKey = $"client-{Guid.NewGuid():N}";
    private readonly string _url = $"http://127.0.0.1:{Random.Shared.Next(10_000, 60_000)}/{Guid.NewGuid():N}";
    private readonly SitesBehindTheGateway app;
    private string _forge;
    private SignedSite? _signed;

    public SeveralDoorsTests(SitesBehindTheGateway app)
    {
        this.app = app;
        app.Known[_cloud] = ("system-1", _url);
        _forge = NewForge();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_comes_back_to_a_site_that_lives_by_a_signed_webhook_and_its_events_count()
    {
        await InstallAsync();
        await ChangeAsync(InstallationState.Uninstalled);
        _signed = await SignedSite.AddAsync(app, _url);
        Assert.Equal(["SignedWebhook"], await CountingAsync());

        await InstallAsync();

        Assert.Equal(["Connect"], await CountingAsync());
    }

    [Fact]
    public async Task The_signed_webhook_counts_again_when_Connect_leaves()
    {
        await Connect_comes_back_to_a_site_that_lives_by_a_signed_webhook_and_its_events_count();

        await ChangeAsync(InstallationState.Uninstalled);

        Assert.Equal(["SignedWebhook"], await CountingAsync());
    }

    [Fact]
    public async Task A_signed_webhook_joined_with_Forge_gives_way_when_Connect_is_installed_on_Forge()
    {
        _signed = await SignedSite.AddAsync(app, _url);
        Assert.Null(await _signed.InAsync(app, services => services.GetRequiredService<JoinForge>().JoinAsync(_forge, Cancel)));
        await CallForgeAsync();
        Assert.Equal(EventSource.SignedWebhook, (await _signed.InstallationAsync(app)).EventSource);

        await InstallAsync(_forge);

        Assert.Equal(["Connect"], await CountingAsync());
        Assert.Equal(_signed.Id, (await SiteAsync()).Id);
    }

    [Fact]
    public async Task A_site_that_came_through_Forge_stays_with_Forge_until_it_falls_silent()
    {
        await CallForgeAsync();
        await InstallAsync(_forge);
        Assert.Equal(EventSource.Forge, (await SiteAsync()).EventSource);

        await SilenceForgeAsync();

        Assert.Equal((EventSource.Connect, InstallationState.Enabled), await SourceAndStateAsync());
    }

    [Fact]
    public async Task A_token_of_Forge_that_was_refused_gives_way_to_Connects_secret()
    {
        await CallForgeAsync();
        var site = await InstallAsync(_forge);
        Assert.False(await IsDoubtedAsync(site));
        app.Known[_cloud] = ("none", _url);
        await app.App.Services.GetRequiredService<WatchForgeSides>().RunAsync(Cancel);
        Assert.True(await IsDoubtedAsync(site));

        app.Known[_cloud] = ("system-1", _url);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await CallForgeAsync();

        Assert.False(await IsDoubtedAsync(site));
    }

    [Fact]
    public async Task A_token_that_Jira_refuses_gives_way_in_the_same_call()
    {
        _forge = $"ari:cloud:ecosystem::installation/{app.Acme.ForgeName}";
        app.Known[_cloud] = ("none", app.Acme.Jira.Url);
        Assert.Equal(HttpStatusCode.NoContent, await CallForgeAsync());
        var sites = app.App.Services.GetRequiredService<JiraSites>();

        var answer = await (await sites.FindAsync(app.Acme.Id, Cancel))!.GetServerInfoAsync(Cancel);
        var asked = app.Calls.Count(call => call.StartsWith(_cloud, StringComparison.Ordinal));
        await (await sites.FindAsync(app.Acme.Id, Cancel))!.GetServerInfoAsync(Cancel);

        Assert.IsType<AtlassianConnect.Client.JiraResult<AtlassianConnect.Client.JiraServerInfo>.Ok>(answer);
        // The next piece of work begins with the credential that worked.
        Assert.Equal((1, 1), (asked, app.Calls.Count(call => call.StartsWith(_cloud, StringComparison.Ordinal))));
    }

    /// <summary>Forge's word is dated by our clock, `installed` by Jira's.</summary>
    [Fact]
    public async Task Connect_comes_back_though_Forge_was_a_moment_faster()
    {
        await InstallAsync(_forge);
        await ChangeAsync(InstallationState.Uninstalled);
        var signedAt = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await CallForgeAsync();

        await using (var scope = app.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(new InstalledSite(_clientKey, Secret, _url, null, null, _forge, signedAt), Cancel);

        Assert.NotNull((await SiteAsync()).SharedSecret);
    }

    /// <summary>The answer is about the token that was entered, and not about another door that works.</summary>
    [Fact]
    public async Task A_dead_token_is_told_though_another_door_is_open()
    {
        _signed = await SignedSite.AddAsync(app, app.Rival.Jira.Url + "/" + Guid.NewGuid().ToString("N"));
        Assert.Null(await _signed.InAsync(app, services => services.GetRequiredService<JoinForge>().JoinAsync(_forge, Cancel)));
        await CallForgeAsync();
        Assert.Null(await _signed.InAsync(app, services => services.GetRequiredService<SaveSiteToken>().SaveAsync(SiteTokenKind.Classic, "bot@acme.example", "dead", Cancel)));

        var tested = await _signed.InAsync(app, services => services.GetRequiredService<TestConnection>().RunAsync(Cancel));

        Assert.False(tested.Works);
        Assert.Contains("401", tested.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_a_site_that_left_do_not_open_the_one_that_is_added_at_its_address()
    {
        _signed = await SignedSite.AddAsync(app, _url);
        var key = await _signed.InAsync(app, services => services.GetRequiredService<ManageApiTokens>().MakeAsync("nightly", ApiTokenRight.Read, TimeSpan.FromDays(1), null, Cancel));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(key.Text));
        Assert.True(await _signed.InAsync(app, services => services.GetRequiredService<ChangeSite>().RemoveAsync(Cancel)));

        await SignedSite.AddAsync(app, _url);

        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(key.Text));
    }

    [Fact]
    public async Task A_site_that_came_through_Connect_goes_on_through_Forge()
    {
        await InstallAsync(_forge);
        await CallForgeAsync();
        Assert.Equal(EventSource.Connect, (await SiteAsync()).EventSource);

        await ChangeAsync(InstallationState.Uninstalled);
        await ChangeAsync(InstallationState.Disabled);

        Assert.Equal((EventSource.Forge, InstallationState.Enabled), await SourceAndStateAsync());
    }

    [Fact]
    public async Task The_silence_of_Forge_does_not_end_a_site_that_lives_by_a_signed_webhook()
    {
        _signed = await SignedSite.AddAsync(app, _url);
        Assert.Null(await _signed.InAsync(app, services => services.GetRequiredService<JoinForge>().JoinAsync(_forge, Cancel)));
        await CallForgeAsync();

        await SilenceForgeAsync();

        Assert.Equal(["SignedWebhook"], await CountingAsync());
    }

    [Fact]
    public async Task Removing_the_signed_webhook_leaves_Connect_alone()
    {
        await Connect_comes_back_to_a_site_that_lives_by_a_signed_webhook_and_its_events_count();

        Assert.True(await _signed!.InAsync(app, services => services.GetRequiredService<ChangeSite>().RemoveAsync(Cancel)));

        Assert.Equal(["Connect"], await CountingAsync());
    }

    [Fact]
    public async Task A_webhook_that_was_left_behind_does_not_keep_a_site_from_being_added_again()
    {
        _signed = await SignedSite.AddAsync(app, _url);
        await _signed.InAsync(app, services => services.GetRequiredService<JsmConnectorContext>().Set<Installation>().Where(site => site.Id == _signed.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(site => site.State, InstallationState.Uninstalled), Cancel));

        var again = await SignedSite.AddAsync(app, _url);

        Assert.Equal(_signed.Id, again.Id);
        _signed = again;
        Assert.Equal(["SignedWebhook"], await CountingAsync());
    }

    [Fact]
    public async Task An_uninstalled_that_was_overtaken_by_a_new_installation_changes_nothing()
    {
        var before = app.Clock.GetUtcNow();
        await InstallAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        await InstallAsync();

        await ChangeAsync(InstallationState.Uninstalled, before.AddSeconds(10));
        Assert.Equal(["Connect"], await CountingAsync());

        await ChangeAsync(InstallationState.Enabled, before.AddSeconds(40));
        await ChangeAsync(InstallationState.Disabled, before.AddSeconds(30));
        Assert.Equal((EventSource.Connect, InstallationState.Enabled), await SourceAndStateAsync());
    }

    [Fact]
    public async Task An_imported_site_takes_its_Forge_half_along()
    {
        await InstallAsync(_forge);
        await CallForgeAsync();
        var old = await SiteAsync();

        var living = await InstallAsync(_forge, clientKey: $"{_clientKey}-imported");

        Assert.Equal(HttpStatusCode.NoContent, await CallForgeAsync());
        var side = Assert.Single(await SidesAsync());
        Assert.Equal((living, _forge), (side.InstallationId, side.ForgeInstallation));
        Assert.Equal((InstallationState.Superseded, null), ((await SiteAsync()).State, (await SiteAsync()).JoinedForgeInstallation));

        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(old.Id, await InstallAsync(_forge));
        Assert.Equal((old.ShortName, _forge), ((await SiteAsync()).ShortName, (await SiteAsync()).JoinedForgeInstallation));
    }

    [Fact]
    public async Task A_site_that_was_renamed_between_Forge_and_Connect_is_one_site()
    {
        await CallForgeAsync();
        var side = Assert.Single(await SidesAsync());

        Assert.Equal(side.InstallationId, await InstallAsync(_forge, url: $"{_url}/renamed"));

        Assert.Equal($"{_url}/renamed", (await SiteAsync()).BaseUrl);
    }

    [Fact]
    public async Task A_Forge_installation_made_anew_is_still_the_other_half()
    {
        await CallForgeAsync();
        var side = Assert.Single(await SidesAsync());
        _forge = NewForge();
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.NoContent, await CallForgeAsync());

        Assert.Equal(side.InstallationId, await InstallAsync(_forge));

        Assert.Equal(HttpStatusCode.NoContent, await CallForgeAsync());
        Assert.Equal((EventSource.Forge, InstallationState.Enabled), await SourceAndStateAsync());
    }

    [Fact]
    public async Task A_replaced_record_does_not_lock_Forge_out_once_an_operator_joins_the_living_one()
    {
        await CallForgeAsync();
        var living = await InstallAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallForgeAsync());

        await using (var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(living))
            Assert.Null(await scope.ServiceProvider.GetRequiredService<JoinForge>().JoinAsync(_forge, Cancel));

        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.NoContent, await CallForgeAsync());
        Assert.Equal(living, Assert.Single(await SidesAsync()).InstallationId);
    }

    private static string NewForge() => $"ari:cloud:ecosystem::installation/{Guid.NewGuid():D}";

    private async Task<InstallationId> InstallAsync(string? forge = null, string? clientKey = null, string? url = null)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(new InstalledSite(clientKey ?? _clientKey, Secret, url ?? _url, null, null, forge, app.Clock.GetUtcNow()), Cancel);
    }

    private async Task ChangeAsync(InstallationState state, DateTimeOffset? sentAt = null)
    {
        if (sentAt is null)
            app.Clock.Advance(TimeSpan.FromSeconds(2));
        await using var scope = app.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StoreInstallation>().ChangeAsync(_clientKey, state, sentAt ?? app.Clock.GetUtcNow(), Cancel);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
    }

    private async Task SilenceForgeAsync()
    {
        app.Known[_cloud] = ("none", _url);
        var watch = app.App.Services.GetRequiredService<WatchForgeSides>();
        await watch.RunAsync(Cancel);
        app.Clock.Advance(TimeSpan.FromHours(25));
        await watch.RunAsync(Cancel);
    }

    private async Task<bool> IsDoubtedAsync(InstallationId installation)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(installation);
        return (await scope.ServiceProvider.GetRequiredService<ForgeCredentials>().OfferAsync(await SiteAsync(), Cancel))!.IsDoubted;
    }

    private async Task<HttpStatusCode> ReadAsync(string apiToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/incidents");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiToken);
        using var answer = await app.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> CallForgeAsync()
    {
        var claims = FakeForge.Claims(app.Clock.GetUtcNow(), "ep-refresh", cloudId: _cloud, installation: _forge, gateway: app.Url);
        claims["context"] = new JsonObject { ["cloudId"] = _cloud, ["siteUrl"] = _url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/forge/refresh") { Content = HostileWorld.Json("{}") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", app.Forge.Sign(claims));
        request.Headers.Add("x-forge-oauth-system", "system-1");
        using var answer = await app.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Sends an event through Connect and through the signed webhook, and says through which it counted.</summary>
    private async Task<IReadOnlyList<string>> CountingAsync()
    {
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var site = await SiteAsync();
        var (connect, signed) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var body = Encoding.UTF8.GetBytes(TicketEvent.Of(Random.Shared.Next(10_000, 99_999).ToString(System.Globalization.CultureInfo.InvariantCulture)).ToJsonString());
        using var one = await app.TellAsync(new ByteArrayContent(body), SiteToken.Computed(_clientKey, Secret, "POST", Paths.Webhooks, app.Clock.GetUtcNow()), connect);
        using var other = _signed is null ? null : await _signed.TellAsync(app, body, [SignedSite.Sign(body, _signed.Secret)], signed);
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(site.Id);
        var keys = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Webhook>().Select(webhook => webhook.DeliveryKey).ToListAsync(Cancel);
        return [.. new[] { (connect, "Connect"), (signed, "SignedWebhook") }.Where(each => keys.Contains(each.Item1)).Select(each => each.Item2)];
    }

    private async Task<(EventSource, InstallationState)> SourceAndStateAsync() => ((await SiteAsync()).EventSource, (await SiteAsync()).State);

    private async Task<Installation> SiteAsync()
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        var sites = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking();
        return await sites.SingleOrDefaultAsync(site => site.ClientKey == _clientKey, Cancel) ?? await sites.SingleAsync(site => site.BaseUrl == _url, Cancel);
    }

    private async Task<List<ForgeSide>> SidesAsync()
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<ForgeSide>().IgnoreQueryFilters().AsNoTracking().Where(side => side.CloudId == _cloud).ToListAsync(Cancel);
    }
}
