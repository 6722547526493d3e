using System.Net;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.WholeApp;
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
        app.Acme.Jira.IsWithoutTheApp = true;

        await WatchAsync(app);
        Assert.Equal((InstallationState.Enabled, true), await StateAsync(app, app.Acme));
        app.Clock.Advance(JudgeConnect.Patience);
        await WatchAsync(app);

        Assert.Equal(InstallationState.Uninstalled, (await StateAsync(app, app.Acme)).State);
        Assert.Equal((InstallationState.Enabled, false), await StateAsync(app, app.Rival));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.TellAsync(app.Acme, TicketEvent.Of("1").ToJsonString())).StatusCode);
    }

    [Fact]
    public async Task A_site_that_sends_events_has_not_left_whatever_it_answers()
    {
        await using var app = await StartAsync();
        app.Acme.Jira.IsWithoutTheApp = true;

        await WatchAsync(app);
        app.Clock.Advance(JudgeConnect.Patience / 2);
        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Acme, TicketEvent.Of("1").ToJsonString())).StatusCode);
        app.Clock.Advance(JudgeConnect.Patience / 2);
        await WatchAsync(app);

        Assert.Equal(InstallationState.Enabled, (await StateAsync(app, app.Acme)).State);
    }

    [Fact]
    public async Task A_site_that_takes_the_secret_again_is_doubted_no_more()
    {
        await using var app = await StartAsync();
        app.Acme.Jira.IsWithoutTheApp = true;
        await WatchAsync(app);
        app.Acme.Jira.IsWithoutTheApp = false;
        app.Clock.Advance(JudgeConnect.Patience);

        await WatchAsync(app);

        Assert.Equal((InstallationState.Enabled, false), await StateAsync(app, app.Acme));
    }

    /// <summary>Jira refuses every token of a server whose clock is wrong.</summary>
    [Fact]
    public async Task A_wrong_clock_of_ours_ends_no_site()
    {
        await using var app = await StartAsync();
        app.Acme.Jira.IsWithoutTheApp = true;
        app.Acme.Jira.Dated = new MovedClock();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await WatchAsync(app);
        app.Clock.Advance(JudgeConnect.Patience);
        await WatchAsync(app);

        Assert.Equal(InstallationState.Enabled, (await StateAsync(app, app.Acme)).State);
    }

    private async Task<InstalledSites> StartAsync()
    {
        var app = new InstalledSites(postgres);
        await app.InitializeAsync();
        app.Acme.Jira.Dated = app.Clock;
        return app;
    }

    private static Task WatchAsync(InstalledSites app) => app.App.Services.GetRequiredService<WatchConnectSites>().RunAsync(TestContext.Current.CancellationToken);

    private static async Task<(InstallationState State, bool IsDoubted)> StateAsync(InstalledSites app, Site site)
    {
        var row = Assert.Single(await app.RowsAsync<Installation>(site), each => each.Id == site.Id);
        return (row.State, row.ConnectRefusedSince is not null);
    }
}
