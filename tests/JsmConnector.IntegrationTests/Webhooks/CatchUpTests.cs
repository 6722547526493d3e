using System.Globalization;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>A thousand events are lost on a site that enforces Jira's limits: all are made up for, and nothing storms.</summary>
public sealed class CatchUpTests(Database.PostgresServer postgres) : IAsyncLifetime
{
    private const int Lost = 1000;

    private readonly InstalledSites _app = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _app.Acme.Jira.Clock = _app.Acme.Jira.Limits.Clock = _app.Clock;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_thousand_lost_events_are_made_up_for_without_one_refusal()
    {
        Lose();

        await RunAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        await RunAsync();

        await AssertHealedAsync();
        Assert.Empty(_app.Acme.Jira.Limits.Refusals);
    }

    [Fact]
    public async Task A_small_quota_slows_it_down_and_makes_no_storm()
    {
        _app.Acme.Jira.Limits.Quota = 600;
        // Over two hours: a search that has to wait for quota is not ended before its window has moved on.
        Lose(apart: TimeSpan.FromSeconds(7));

        for (var minutes = 0; minutes < 240; minutes += 5)
        {
            await RunAsync();
            _app.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        await AssertHealedAsync();
        // A used up quota is met at most once in an hour.
        Assert.InRange(_app.Acme.Jira.Limits.Refusals.Count, 0, 3);
    }

    [Fact]
    public async Task A_refusal_heard_by_one_worker_is_kept_by_all()
    {
        var sites = _app.App.Services.GetRequiredService<JiraSites>();
        _app.Acme.Jira.Limits.Quota = 0;
        var before = _app.Acme.Jira.Calls.Count;

        await (await sites.FindAsync(_app.Acme.Id, Token))!.GetMyselfAsync(Token);
        var another = await (await sites.FindAsync(_app.Acme.Id, Token))!.GetServerInfoAsync(Token);
        var elsewhere = await (await sites.FindAsync(_app.Rival.Id, Token))!.GetServerInfoAsync(Token);

        Assert.Equal("jira-quota-tenant-based", Assert.IsType<JiraResult<JiraServerInfo>.RateLimited>(another).Reason);
        Assert.IsType<JiraResult<JiraServerInfo>.Ok>(elsewhere);
        Assert.Equal(before + 1, _app.Acme.Jira.Calls.Count);
    }

    private void Lose(TimeSpan apart = default)
    {
        var now = _app.Clock.GetUtcNow();
        if (apart > TimeSpan.Zero)
            _app.Clock.Advance(apart * Lost);
        for (var i = 0; i < Lost; i++)
        {
            var body = TicketEvent.Of($"{500_000 + i}", at: now + (apart * i)).Status(IsOpen(i) ? "Open" : "Done", IsOpen(i) ? "new" : "done");
            var issue = _app.Acme.Jira.AddIssue($"{500_000 + i}", $"OPS-{500_000 + i}");
            foreach (var (name, value) in body.Fields())
                issue.Fields[name] = value?.DeepClone();
        }
    }

    private async Task RunAsync()
    {
        await _app.App.Services.GetRequiredService<Reconcile>().RunAsync(Token);
        await _app.App.Services.GetRequiredService<DrainWebhooks>().DrainOnceAsync(Token);
    }

    private async Task AssertHealedAsync()
    {
        var incidents = await _app.RowsAsync<Incident>(_app.Acme);
        Assert.Equal(Lost, incidents.Count);
        Assert.All(incidents, incident => Assert.Equal(IsOpen(int.Parse(incident.IssueId, CultureInfo.InvariantCulture)) ? Stage.Investigating : Stage.Resolved, incident.Stage));
    }

    private static bool IsOpen(int number) => number % 20 == 0;
}
