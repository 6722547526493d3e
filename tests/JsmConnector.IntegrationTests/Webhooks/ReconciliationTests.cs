using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Reconciliation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>What webhooks lost is found and goes the same way as if they had come.</summary>
public sealed class ReconciliationTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private static int _next = 70_000;

    private readonly string _id = Interlocked.Increment(ref _next).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private DateTimeOffset Now => app.Clock.GetUtcNow();

    [Fact]
    public async Task A_ticket_whose_webhook_was_lost_becomes_an_incident()
    {
        Ticket(TicketEvent.Of(_id, at: Now));

        await ReconcileAsync();

        Assert.Equal(Stage.Investigating, (await IncidentAsync()).Stage);
    }

    [Fact]
    public async Task A_lost_edit_is_made_up_for()
    {
        await TellAsync(TicketEvent.Of(_id, at: Now));
        Ticket(TicketEvent.Of(_id, at: Now.AddSeconds(1)).Status("Done", "done"));

        await ReconcileAsync();

        Assert.Equal(Stage.Resolved, (await IncidentAsync()).Stage);
    }

    [Fact]
    public async Task A_search_that_lags_behind_never_brings_an_older_state_back()
    {
        var resolved = TicketEvent.Of(_id, at: Now).Status("Done", "done");
        Ticket(TicketEvent.Of(_id, at: Now.AddSeconds(-5)));
        await TellAsync(TicketEvent.Of(_id, at: Now.AddSeconds(-5)));
        await TellAsync(resolved);

        await ReconcileAsync();

        Assert.Equal(Stage.Resolved, (await IncidentAsync()).Stage);
        Assert.Equal(2, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task Overlapping_searches_find_an_edit_twice_and_take_it_once()
    {
        Ticket(TicketEvent.Of(_id, at: Now));

        await app.App.Services.GetRequiredService<Reconcile>().RunAsync(Token);
        await AskAsync();
        await ReconcileAsync();
        await AskAsync();
        await ReconcileAsync();

        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task Tickets_that_are_no_incidents_do_not_fill_the_inbox()
    {
        Ticket(TicketEvent.Of(_id, at: Now).With("issuetype", new JsonObject { ["name"] = "Task" }));

        await ReconcileAsync();

        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task A_ticket_deleted_unnoticed_ends_its_incident()
    {
        Ticket(TicketEvent.Of(_id, at: Now));
        Ticket(TicketEvent.Of("69999", at: Now));
        await ReconcileAsync();
        app.Acme.Jira.Delete(_id);

        await AskAsync();
        await ReconcileAsync();

        var incident = await IncidentAsync();
        Assert.Equal((Stage.Withdrawn, true), (incident.Stage, incident.Deleted));
    }

    /// <summary>A permission that is taken away and given back is no edit of the ticket: no event tells it, and no search finds it.</summary>
    [Fact]
    public async Task A_ticket_that_was_hidden_and_is_shown_again_unedited_opens_its_incident_again_with_one_word()
    {
        var ticket = TicketEvent.Of(_id, at: Now);
        Ticket(ticket);
        Ticket(TicketEvent.Of("69999", at: Now));
        await ReconcileAsync();
        app.Acme.Jira.Delete(_id);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReconcileAsync();
        var hidden = await IncidentAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Ticket(ticket);

        await ReconcileAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReconcileAsync();

        Assert.Equal((Stage.Withdrawn, true), (hidden.Stage, hidden.Deleted));
        var back = await IncidentAsync();
        Assert.Equal((Stage.Investigating, false), (back.Stage, back.Deleted));
        Assert.Equal([Stage.Investigating, Stage.Withdrawn, Stage.Investigating], (await app.RowsAsync<IncidentUpdate>(app.Acme)).Where(update => update.IncidentId == back.Id).OrderBy(update => update.Number).Select(update => update.Stage));
    }

    [Fact]
    public async Task A_project_that_the_app_may_no_longer_see_ends_nothing_and_is_told()
    {
        Ticket(TicketEvent.Of(_id, at: Now), $"HID-{_id}");
        await ReconcileAsync();
        app.Acme.Jira.HiddenProjects.Add("HID");

        await AskAsync();
        await ReconcileAsync();

        Assert.Equal(Stage.Investigating, (await IncidentAsync()).Stage);
        Assert.Contains("may no longer see the project HID", (await RowAsync()).Problem, StringComparison.Ordinal);
        app.Acme.Jira.HiddenProjects.Remove("HID");
    }

    [Fact]
    public async Task A_moved_ticket_is_the_same_incident_under_its_new_key()
    {
        await TellAsync(TicketEvent.Of(_id, at: Now));
        Ticket(TicketEvent.Of(_id, at: Now.AddSeconds(1)), $"NEW-{_id}");

        await ReconcileAsync();

        Assert.Equal($"NEW-{_id}", (await IncidentAsync()).IssueKey);
    }

    [Fact]
    public async Task A_search_that_breaks_off_goes_on_at_its_page()
    {
        for (var i = 0; i < 250; i++)
            Ticket(TicketEvent.Of($"{_id}{i:000}", at: Now).Status("Done", "done"));
        app.Acme.Jira.FailAfter("/search/jql", 1, JiraFault.DropBefore);

        await ReconcileAsync();
        Assert.NotNull((await RowAsync()).NextPage);
        Assert.Contains("could not be reached", (await RowAsync()).Problem, StringComparison.Ordinal);
        var firstPage = await HealedAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReconcileAsync();

        Assert.InRange(firstPage, 0, 100);
        Assert.Equal(250, await HealedAsync());
        Assert.Null((await RowAsync()).Problem);
    }

    [Fact]
    public async Task A_disabled_site_is_left_alone_and_made_up_for_when_it_is_enabled()
    {
        await SetStateAsync(InstallationState.Disabled);
        Ticket(TicketEvent.Of(_id, at: Now));
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await app.App.Services.GetRequiredService<Reconcile>().RunAsync(Token);
        Assert.Empty(await EventsAsync());

        await SetStateAsync(InstallationState.Enabled);
        await app.App.Services.GetRequiredService<Reconcile>().RunAsync(Token);

        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task A_site_with_much_to_catch_up_on_does_not_hold_up_the_others()
    {
        await ReconcileAsync();
        for (var i = 0; i < 700; i++)
            Ticket(TicketEvent.Of($"{_id}{i:000}", at: Now).With("issuetype", new JsonObject { ["name"] = "Task" }));
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        app.Acme.Jira.Called = path => order.Enqueue($"acme {path}");
        app.Rival.Jira.Called = path => order.Enqueue($"rival {path}");

        await ReconcileAsync();

        var searches = order.Where(call => call.EndsWith("/search/jql", StringComparison.Ordinal)).Select(call => call.Split(' ')[0]).ToList();
        Assert.InRange(searches.IndexOf("rival"), 0, 5);
        Assert.True(searches.Count(site => site == "acme") >= 7);
    }

    [Fact]
    public async Task An_administrator_can_ask_for_it_and_nobody_else()
    {
        const string path = "/api/v1/reconciliation";
        app.Acme.Jira.Administrators.Add("admin-1");
        Ticket(TicketEvent.Of(_id, at: Now));
        await ReconcileAsync();
        app.Acme.Jira.Administrators.Remove("agent-1");

        var refused = await app.AskAsync(app.Acme, HttpMethod.Post, path, "agent-1");
        var asked = await app.AskAsync(app.Acme, HttpMethod.Post, path, "admin-1");
        var state = await JsonDocument.ParseAsync(await (await app.AskAsync(app.Acme, HttpMethod.Get, path, "admin-1")).Content.ReadAsStreamAsync(Token), cancellationToken: Token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Accepted), (refused.StatusCode, asked.StatusCode));
        Assert.True(state.RootElement.GetProperty("healed").GetInt32() > 0);
        Assert.True((await RowAsync()).DueAt <= Now);
    }

    private FakeJiraIssue Ticket(JsonObject body, string? key = null)
    {
        app.Acme.Jira.Clock = app.Clock;
        var id = body["issue"]!["id"]!.GetValue<string>();
        app.Acme.Jira.Delete(id);
        var issue = app.Acme.Jira.AddIssue(id, key ?? $"OPS-{id}");
        foreach (var (name, value) in body.Fields())
            issue.Fields[name] = value?.DeepClone();
        return issue;
    }

    private async Task TellAsync(JsonObject body)
    {
        await app.TellAsync(app.Acme, body.ToJsonString());
        await app.App.Services.GetRequiredService<DrainWebhooks>().DrainOnceAsync(Token);
    }

    private async Task ReconcileAsync()
    {
        await AskAsync();
        await app.App.Services.GetRequiredService<Reconcile>().RunAsync(Token);
        await app.App.Services.GetRequiredService<DrainWebhooks>().DrainOnceAsync(Token);
    }

    private async Task AskAsync()
    {
        foreach (var site in new[] { app.Acme, app.Rival })
        {
            await using var scope = JsmConnector.Platform.Database.TenantScopes.Enter(app.App.Services.GetRequiredService<IServiceScopeFactory>(), site.Id);
            await scope.ServiceProvider.GetRequiredService<AskForReconciliation>().AskAsync(site.Id, Token);
        }
    }

    private async Task<Incident> IncidentAsync() => Assert.Single(await app.RowsAsync<Incident>(app.Acme), incident => incident.IssueId == _id);

    private async Task<List<Webhook>> EventsAsync() => [.. (await app.RowsAsync<Webhook>(app.Acme)).Where(webhook => webhook.Lane == _id)];

    private async Task<int> HealedAsync() => (await app.RowsAsync<Incident>(app.Acme)).Count(incident => incident.IssueId.Length == 8 && incident.IssueId.StartsWith(_id, StringComparison.Ordinal));

    private async Task<SiteReconciliation> RowAsync() => Assert.Single(await app.RowsAsync<SiteReconciliation>(app.Acme));

    private Task SetStateAsync(InstallationState state) => app.InAsync(app.Acme, database =>
        database.Set<Installation>().Where(site => site.Id == app.Acme.Id).ExecuteUpdateAsync(set => set.SetProperty(site => site.State, state), Token));
}
