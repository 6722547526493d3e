using System.Net;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>Jira's `uninstalled` was lost: it is sent once.</summary>
public sealed class WatchConnectTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_site_that_refuses_us_for_a_week_and_sends_nothing_has_left()
    {
        await using var app = await StartAsync();

        await RefuseForAWeekAsync(app);

        Assert.Equal(InstallationState.Uninstalled, (await RowAsync(app, app.Acme)).State);
        Assert.Equal((InstallationState.Enabled, null), ((await RowAsync(app, app.Rival)).State, (await RowAsync(app, app.Rival)).ConnectRefusedSince));
    }

    /// <summary>It was a conclusion, and Jira would send no second `installed`.</summary>
    [Fact]
    public async Task One_signed_event_proves_that_the_site_has_not_left()
    {
        await using var app = await StartAsync();
        await RefuseForAWeekAsync(app);
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.TellAsync(new StringContent("{}"), null)).StatusCode);
        Assert.Equal(InstallationState.Uninstalled, (await RowAsync(app, app.Acme)).State);

        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Acme, TicketEvent.Of("1").ToJsonString(), "the-proof")).StatusCode);

        var row = await RowAsync(app, app.Acme);
        Assert.Equal((InstallationState.Enabled, EventSource.Connect, null), (row.State, row.EventSource, row.PresumedGoneAt));
        Assert.Equal(WebhookState.Stored, (await app.InboxAsync(app.Acme, "the-proof")).State);
        app.Acme.Jira.IsWithoutTheApp = false;
        Assert.IsType<AtlassianConnect.Client.JiraResult<AtlassianConnect.Client.JiraAccount>.Ok>(
            await (await app.App.Services.GetRequiredService<JiraSites>().FindAsync(app.Acme.Id, TestContext.Current.CancellationToken))!.GetMyselfAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_forged_event_does_not_bring_it_back()
    {
        await using var app = await StartAsync();
        await RefuseForAWeekAsync(app);

        var forged = Screens.SiteToken.Computed(app.Acme.ClientKey, app.Rival.Secret, "POST", Paths.Webhooks, app.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.TellAsync(new StringContent(TicketEvent.Of("1").ToJsonString()), forged)).StatusCode);

        Assert.Equal(InstallationState.Uninstalled, (await RowAsync(app, app.Acme)).State);
    }

    [Fact]
    public async Task A_site_that_sends_events_has_not_left_whatever_it_answers()
    {
        await using var app = await StartAsync();
        app.Acme.Jira.IsWithoutTheApp = true;

        await WatchAsync(app, JudgeConnect.Enough / 2);
        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Acme, TicketEvent.Of("1").ToJsonString())).StatusCode);
        await WatchAsync(app, JudgeConnect.Enough / 2);

        Assert.Equal(InstallationState.Enabled, (await RowAsync(app, app.Acme)).State);
    }

    [Fact]
    public async Task A_site_that_takes_the_secret_again_is_doubted_no_more()
    {
        await using var app = await StartAsync();
        app.Acme.Jira.IsWithoutTheApp = true;
        await WatchAsync(app, 2);
        Assert.NotNull((await RowAsync(app, app.Acme)).ConnectRefusedSince);
        app.Acme.Jira.IsWithoutTheApp = false;

        await WatchAsync(app, 1);

        Assert.Equal((InstallationState.Enabled, null, 0), ((await RowAsync(app, app.Acme)).State, (await RowAsync(app, app.Acme)).ConnectRefusedSince, (await RowAsync(app, app.Acme)).ConnectRefusals));
    }

    /// <summary>Jira refuses every token of a server whose clock is wrong.</summary>
    [Fact]
    public async Task A_wrong_clock_of_ours_ends_no_site()
    {
        await using var app = await StartAsync();
        app.Acme.Jira.Dated = new MovedClock();

        await RefuseForAWeekAsync(app);

        Assert.Equal((InstallationState.Enabled, null), ((await RowAsync(app, app.Acme)).State, (await RowAsync(app, app.Acme)).ConnectRefusedSince));
    }

    private async Task<InstalledSites> StartAsync()
    {
        var app = new InstalledSites(postgres);
        await app.InitializeAsync();
        app.Acme.Jira.Dated = app.Clock;
        return app;
    }

    private static async Task RefuseForAWeekAsync(InstalledSites app)
    {
        app.Acme.Jira.IsWithoutTheApp = true;
        await WatchAsync(app, JudgeConnect.Enough + 1);
    }

    private static async Task WatchAsync(InstalledSites app, int times)
    {
        var watch = app.App.Services.GetRequiredService<WatchConnectSites>();
        for (; times > 0; times--)
        {
            app.Clock.Advance(JudgeConnect.Patience / JudgeConnect.Enough);
            await watch.RunAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<Installation> RowAsync(InstalledSites app, Site site) => Assert.Single(await app.RowsAsync<Installation>(site), each => each.Id == site.Id);
}
