using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Incidents;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>The past of a page put right by an administrator, with a record of it.</summary>
public sealed class PastTests(PromisesApp app) : IClassFixture<PromisesApp>
{
    private const string Person = "5b10ac8d82e05b22cc7d4ef5";
    private const string Route = "/api/v1/status-pages/main/history";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_false_alarm_is_taken_out_of_the_bars_and_the_record_says_who_and_what_stood_there()
    {
        app.Acme.Jira.Administrators.Add(Person);
        await app.ObserveAsync("93001", ticket => ticket with { AffectedServices = ["Bars"], PriorityName = "Highest" });
        await app.DrainAsync();
        var from = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.ObserveAsync("93001", ticket => ticket with { AffectedServices = ["Bars"], PriorityName = "Highest", StatusName = "Done", StatusCategory = "done", ResolvedAt = app.Clock.GetUtcNow() });
        await app.DrainAsync();
        Assert.InRange(await DownAsync("Bars"), 2.9, 3.2);

        var refused = await PostAsync("/corrections", new { component = "Bars", from, until = from.AddHours(2), status = "gone" });
        var answer = await PostAsync("/corrections", new { component = "bars", from = from.AddMinutes(1), until = from.AddHours(2), status = "operational", reason = "The monitor was wrong." });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NoContent), (refused.StatusCode, answer.StatusCode));
        Assert.InRange(await DownAsync("Bars"), 0.9, 1.2);
        var record = JsonNode.Parse(await (await app.AskAsync(app.Acme, HttpMethod.Get, Route, Person)).Content.ReadAsStringAsync(Token))!["records"]![0]!;
        Assert.Equal(("correction", "Bars", "The monitor was wrong.", Person), ((string?)record["kind"], (string?)record["subject"], (string?)record["reason"], (string?)record["author"]));
    }

    [Fact]
    public async Task An_incident_of_the_past_is_added_where_it_belongs_and_nobody_is_told()
    {
        app.Acme.Jira.Administrators.Add(Person);
        await app.ObserveAsync("93002", ticket => ticket with { AffectedServices = ["Mail"], StatusName = "Done", StatusCategory = "done", ResolvedAt = app.Clock.GetUtcNow() });
        await app.DrainAsync();
        var start = app.Clock.GetUtcNow().AddDays(-40);
        var deliveries = (await app.RowsAsync<JsmConnector.Deliveries.Delivery>(app.Acme)).Count;

        var answer = await PostAsync("/incidents", new
        {
            title = "Mail was slow",
            impact = "major",
            startedAt = start,
            resolvedAt = start.AddHours(1),
            components = new[] { "Mail" },
            updates = new[] { new { stage = "investigating", words = "We look.", at = start }, new { stage = "resolved", words = "Over.", at = start.AddHours(1) } },
        });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["id"]!;
        await app.RenewAsync(app.Acme);
        Assert.Contains("Over.", await (await app.GetAsync($"/status/{app.Acme.Address}/incidents/{id}")).Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(deliveries, (await app.RowsAsync<JsmConnector.Deliveries.Delivery>(app.Acme)).Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("/incidents", new { title = "", startedAt = start, resolvedAt = start.AddHours(-1) })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.AskAsync(app.Acme, HttpMethod.Get, Route, "somebody-else")).StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string path, object body) => app.AskAsync(app.Acme, HttpMethod.Post, Route + path, Person, JsonContent.Create(body));

    /// <summary>Counted hours of downtime in the days shown.</summary>
    private async Task<double> DownAsync(string name)
    {
        var (component, changes) = await app.InAsync(app.Acme, async database => (
            database.Set<PublishedComponent>().Single(c => c.Name == name),
            await Task.FromResult(database.Set<ComponentStateChange>().OrderBy(c => c.At).ThenBy(c => c.Sequence).ToList())));
        return Uptime.Of(component.CreatedAt, [.. changes.Where(c => c.ComponentId == component.PublicId).Select(c => (c.At, ComponentStatuses.Of(c.Status)))], app.Clock.GetUtcNow()).Sum(day => day.Down.TotalHours);
    }
}
