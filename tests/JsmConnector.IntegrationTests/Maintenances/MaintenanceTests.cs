using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Maintenances;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Maintenances;

/// <summary>Planned work, from the API to the page and back to normal, by the clock.</summary>
public sealed class MaintenanceTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private const string Person = "5b10ac8d82e05b22cc7d4ef5";

    [Fact]
    public async Task Planned_work_is_announced_begins_moves_its_components_and_ends_by_the_clock()
    {
        app.Acme.Jira.Administrators.Add(Person);
        var from = app.Clock.GetUtcNow().AddHours(2);

        var made = await PostAsync("/api/v1/maintenances", new { words = "We upgrade the database.", scheduledFor = from, scheduledUntil = from.AddHours(1), components = new[] { "Database" } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await RenewAsync();
        Assert.All(await app.RowsAsync<Delivery>(app.Acme), delivery => Assert.Equal((DeliveryState.Delivered, null), (delivery.State, delivery.Reason)));
        Assert.Equal(("none", "scheduled", "Scheduled maintenance of Database"), await StateAsync("upcoming"));

        await AdvanceAsync(TimeSpan.FromHours(2.1));
        Assert.Equal(("maintenance", "in_progress", "Scheduled maintenance of Database"), await StateAsync("active"));
        Assert.Equal("under_maintenance", await ComponentAsync());
        Assert.Contains("The work on Database has begun and is planned to end by", await ReadAsync(""), StringComparison.Ordinal);

        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("operational", await ComponentAsync());
        Assert.Empty((await JsonAsync("/scheduled-maintenances/active.json"))["scheduled_maintenances"]!.AsArray());
        var over = (await JsonAsync("/scheduled-maintenances.json"))["scheduled_maintenances"]!.AsArray().Single()!;
        Assert.Equal(("completed", 3), ((string?)over["status"], over["incident_updates"]!.AsArray().Count));
        Assert.Equal(
            """[{"code":"x","name":"Database","old_status":"operational","new_status":"under_maintenance"}]""",
            over["incident_updates"]![1]!["affected_components"]!.ToJsonString().Replace((string)over["components"]![0]!["id"]!, "x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wish_that_cannot_be_is_refused_with_every_mistake_named()
    {
        app.Acme.Jira.Administrators.Add(Person);

        var answer = await PostAsync("/api/v1/maintenances", new { scheduledFor = "2026-01-02T00:00:00Z", scheduledUntil = "2026-01-01T00:00:00Z", stage = "completed", title = "" });
        var problem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.All(new[] { "scheduledUntil", "stage", "title" }, field => Assert.Contains($"\"field\":\"{field}\"", problem, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("/api/v1/maintenances/000000000000/updates", new { words = "?" })).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_no_administrator_plans_nothing()
    {
        var from = app.Clock.GetUtcNow().AddHours(1);
        var answer = await app.AskAsync(app.Acme, HttpMethod.Post, "/api/v1/maintenances", "somebody-else", JsonContent.Create(new { scheduledFor = from, scheduledUntil = from.AddHours(1) }));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string path, object body) => app.AskAsync(app.Acme, HttpMethod.Post, path, Person, JsonContent.Create(body));

    private async Task AdvanceAsync(TimeSpan by)
    {
        app.Clock.Advance(by);
        await app.App.Services.GetRequiredService<AdvanceMaintenances>().RunAsync(TestContext.Current.CancellationToken);
        await RenewAsync();
    }

    private async Task RenewAsync()
    {
        await app.DrainAsync();
        await app.RenewAsync(app.Acme);
    }

    private async Task<(string? Indicator, string? Stage, string? Title)> StateAsync(string list)
    {
        var entry = (await JsonAsync($"/scheduled-maintenances/{list}.json"))["scheduled_maintenances"]!.AsArray().Single()!;
        return ((string?)(await JsonAsync("/status.json"))["status"]!["indicator"], (string?)entry["status"], (string?)entry["name"]);
    }

    private async Task<string?> ComponentAsync() =>
        (string?)(await JsonAsync("/components.json"))["components"]!.AsArray().Single(component => (string?)component!["name"] == "Database")!["status"];

    private async Task<JsonNode> JsonAsync(string document) => JsonNode.Parse(await ReadAsync("/api/v2" + document))!;

    private async Task<string> ReadAsync(string document) =>
        await (await app.GetAsync($"/status/{app.Acme.Address}{document}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
