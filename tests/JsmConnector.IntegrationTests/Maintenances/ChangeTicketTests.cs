using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Maintenances;
using JsmConnector.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Maintenances;

/// <summary>Planned work that a change ticket tells of.</summary>
public sealed class ChangeTicketTests(InstalledSites app) : IClassFixture<InstalledSites>, IAsyncLifetime
{
    private const string Person = "5b10ac8d82e05b22cc7d4ef5";
    private static readonly object Rules = new
    {
        rules = new { plannedWork = new[] { new { projects = new[] { "OPS" }, issueTypes = new[] { "Change" }, start = "customfield_10050", end = "customfield_10051" } } },
    };

    public async ValueTask InitializeAsync()
    {
        app.Acme.Jira.Administrators.Add(Person);
        using var held = await app.AskAsync(app.Acme, HttpMethod.Get, "/api/v1/settings", Person);
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/settings") { Content = JsonContent.Create(Rules) };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {Screens.SiteToken.Context(app.Acme.ClientKey, app.Acme.Secret, Person, app.Clock.GetUtcNow())}");
        request.Headers.TryAddWithoutValidation("If-Match", held.Headers.ETag!.Tag);
        using var saved = await app.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Its_window_is_announced_once_moved_begun_by_the_clock_and_completed_with_the_ticket()
    {
        var from = Soon();
        await TellAsync("81001", Change("81001", from));
        await TellAsync("81001", Change("81001", from, minute: 1));
        var announced = await OnlyAsync("81001");
        Assert.Equal((MaintenanceStage.Scheduled, "Scheduled maintenance of Service 81001", from), (announced.Stage, announced.Title, announced.ScheduledFor));
        Assert.Equal(1, await UpdatesAsync(announced));

        await TellAsync("81001", Change("81001", from.AddHours(1), minute: 2));
        Assert.Equal(from.AddHours(1), (await OnlyAsync("81001")).ScheduledFor);
        // Older words come late and move nothing back.
        await TellAsync("81001", Change("81001", from, minute: 1, note: "late"));
        Assert.Equal((from.AddHours(1), 2), ((await OnlyAsync("81001")).ScheduledFor, await UpdatesAsync(announced)));

        app.Clock.Advance(from.AddHours(1.5) - app.Clock.GetUtcNow());
        await app.App.Services.GetRequiredService<AdvanceMaintenances>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(MaintenanceStage.InProgress, (await OnlyAsync("81001")).Stage);

        await TellAsync("81001", Change("81001", from.AddHours(1), minute: 3).Status("Closed", "done"));
        Assert.Equal(MaintenanceStage.Completed, (await OnlyAsync("81001")).Stage);
        await TellAsync("81001", Change("81001", from.AddHours(1), minute: 4).Status("Closed", "done"));
        Assert.Equal(4, await UpdatesAsync(announced));
    }

    [Fact]
    public async Task Work_that_is_hidden_or_given_up_is_called_off_and_nothing_of_a_hidden_ticket_is_announced()
    {
        var from = Soon();
        await TellAsync("82001", Change("82001", from).With("security", new JsonObject { ["id"] = "1" }));
        Assert.Empty(await OfAsync("82001"));

        await TellAsync("82002", Change("82002", from));
        await TellAsync("82002", Change("82002", from, minute: 1).With("security", new JsonObject { ["id"] = "1" }));
        Assert.Equal(MaintenanceStage.Cancelled, (await OnlyAsync("82002")).Stage);

        await TellAsync("82003", Change("82003", from));
        await TellAsync("82003", Change("82003", from, minute: 1).With("issuetype", new JsonObject { ["name"] = "Task" }));
        Assert.Equal(MaintenanceStage.Cancelled, (await OnlyAsync("82003")).Stage);

        await TellAsync("82004", Change("82004", from));
        await TellAsync("82004", TicketEvent.Of("82004", "jira:issue_deleted", from.AddMinutes(-100)).With("issuetype", new JsonObject { ["name"] = "Change" }));
        Assert.Equal(MaintenanceStage.Cancelled, (await OnlyAsync("82004")).Stage);
    }

    /// <summary>Also work that was announced before anybody kept the key.</summary>
    [Fact]
    public async Task A_ticket_that_moved_to_another_project_is_named_by_its_new_key()
    {
        var from = Soon();
        await TellAsync("84001", Change("84001", from));
        var moved = Change("84001", from, minute: 1);
        moved["issue"]!["key"] = "NET-7";
        await TellAsync("84001", moved);

        Assert.Equal(("NET-7", 1), ((await OnlyAsync("84001")).IssueKey, await UpdatesAsync(await OnlyAsync("84001"))));
    }

    [Fact]
    public async Task A_change_without_a_window_says_on_its_webhook_what_is_missing()
    {
        await TellAsync("83001", Change("83001", Soon()).With("customfield_10051", null));

        Assert.Empty(await OfAsync("83001"));
        Assert.DoesNotContain(await app.RowsAsync<Webhook>(app.Acme), webhook => webhook is { Lane: "83001", State: WebhookState.Stored or WebhookState.Working });
    }

    /// <summary>Far enough that events some hours before it are not of the past, whatever the time of day.</summary>
    private DateTimeOffset Soon() => new(app.Clock.GetUtcNow().Date.AddDays(2), TimeSpan.Zero);

    private JsonObject Change(string id, DateTimeOffset from, int minute = 0, string? note = null) => TicketEvent.Of(id, at: app.Clock.GetUtcNow().AddMinutes(minute))
        .With("issuetype", new JsonObject { ["name"] = "Change" })
        .With("summary", $"Words of the team {note}")
        .With("customfield_10050", TicketEvent.Time(from)).With("customfield_10051", TicketEvent.Time(from.AddHours(2)));

    private async Task TellAsync(string id, JsonObject body)
    {
        Assert.Equal(id, (string?)body["issue"]!["id"]);
        await app.TellAsync(app.Acme, body.ToJsonString());
        await app.DrainAsync();
    }

    private async Task<IReadOnlyList<Maintenance>> OfAsync(string id) => [.. (await app.RowsAsync<Maintenance>(app.Acme)).Where(maintenance => maintenance.IssueId == id)];

    private async Task<Maintenance> OnlyAsync(string id) => Assert.Single(await OfAsync(id));

    private async Task<int> UpdatesAsync(Maintenance maintenance) => (await app.RowsAsync<MaintenanceUpdate>(app.Acme)).Count(update => update.MaintenanceId == maintenance.Id);
}
