using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>Tickets whose fields nobody expected: an incident stays an incident, and what cannot be read is left out.</summary>
public sealed class StrangeTicketsTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private static int _next = 30_000;

    [Theory]
    [InlineData("summary")]
    [InlineData("priority")]
    [InlineData("status")]
    [InlineData("components")]
    [InlineData("created")]
    [InlineData("updated")]
    public async Task A_field_that_is_missing_null_or_of_another_type_is_left_out(string field)
    {
        foreach (var value in new[] { "null", "[]", "{}", "\"\"", "7", "true", "[null]", "[[]]", "{\"name\":null}", "{\"name\":{\"name\":1}}" })
            await IsPublicAsync(NewIssue(issue => TicketEvent.Of(issue).With(field, JsonNode.Parse(value))));
        await IsPublicAsync(NewIssue(issue =>
        {
            var body = TicketEvent.Of(issue);
            body.Fields().Remove(field);
            return body;
        }));
    }

    [Theory]
    [InlineData("issuetype")]
    [InlineData("project")]
    public async Task Without_type_or_project_it_is_no_incident_and_the_reason_says_so(string field)
    {
        var row = await TellAsync(NewIssue(issue => TicketEvent.Of(issue).With(field, null)).Body.ToJsonString());

        Assert.Equal(WebhookState.NotOurs, row.State);
        Assert.Contains("unknown", row.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"webhookEvent":"jira:issue_updated"}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":null}""")]
    [InlineData("""{"webhookEvent":"jira:issue_deleted","issue":{"id":null}}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"id":{"a":1},"fields":[]}}""")]
    [InlineData("""{"webhookEvent":"comment_created"}""")]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"id":"9"}}""")]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"id":"9","body":null,"author":null,"self":"nowhere"}}""")]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"id":"9","self":"https://x/rest/api/2/issue/999/comment/9"}}""")]
    public async Task What_names_no_ticket_of_ours_is_put_aside_at_once(string body)
    {
        var row = await TellAsync(body);

        Assert.Equal((WebhookState.NotOurs, 1), (row.State, row.Attempts));
    }

    [Theory]
    [InlineData("Wartet auf Godot", "indeterminate", Stage.Identified)]
    [InlineData("Limbo", "undefined", Stage.Investigating)]
    [InlineData("Limbo", null, Stage.Investigating)]
    public async Task A_status_that_nobody_knows_goes_by_its_category(string name, string? category, Stage stage)
    {
        var issue = NewIssue(id => TicketEvent.Of(id).Status(name, category!));

        Assert.Equal(stage, (await IsPublicAsync(issue)).Stage);
    }

    [Fact]
    public async Task Five_hundred_components_are_all_kept()
    {
        var incident = await IsPublicAsync(NewIssue(issue => TicketEvent.Of(issue).Components(Enumerable.Range(1, 500).Select(number => $"Machine {issue}/{number}"))));

        Assert.Equal(500, incident.Components.Count(component => component.IsAffected));
        Assert.EndsWith("and 498 more", incident.PublicTitle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_description_changes_nothing() =>
        await IsPublicAsync(NewIssue(issue => TicketEvent.Of(issue).With("description", string.Concat(Enumerable.Repeat("{code}h1. *_~^ 😀\\u0000 |", 2000)))));

    [Theory]
    [InlineData("خدمة البريد")]
    [InlineData("\u202Egnikcah")]
    [InlineData("Zahlungen 💳👩‍👩‍👧‍👦")]
    [InlineData("𐌰𐌱𐌲 𒀀")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("İstanbul ß ﬁ")]
    public async Task A_component_keeps_its_name_in_every_script(string name)
    {
        var incident = await IsPublicAsync(NewIssue(issue => TicketEvent.Of(issue).Components($"{name} {issue}")));

        Assert.Equal($"{name} {incident.IssueId}", Assert.Single(incident.Components).Name);
        var json = JsonNode.Parse(await (await app.GetAsync($"/status/{app.Acme.Address}/api/v2/summary.json")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(json!["components"]);
    }

    [Theory]
    [InlineData("2026-03-01T08:15:30.500+0800", "2026-03-01T00:15:30.500Z")]
    [InlineData("2026-03-01T08:15:30.500+08:00", "2026-03-01T00:15:30.500Z")]
    [InlineData("2026-03-01T08:15:30-0330", "2026-03-01T11:45:30Z")]
    [InlineData("2026-03-01T08:15:30.500Z", "2026-03-01T08:15:30.500Z")]
    public async Task A_time_is_read_with_its_zone(string written, string instant)
    {
        var incident = await IsPublicAsync(NewIssue(issue => TicketEvent.Of(issue).With("created", written)));

        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), incident.StartedAt);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("0000-00-00T00:00:00.000+0000")]
    [InlineData("9999-12-31T23:59:59.999-1200")]
    [InlineData("0001-01-01T00:00:00.000+1400")]
    public async Task A_time_that_is_none_stops_nothing(string written) =>
        await IsPublicAsync(NewIssue(issue => TicketEvent.Of(issue).With("created", written).With("updated", written).With("resolutiondate", written)));

    [Theory]
    [InlineData("projectTypeKey")]
    [InlineData("summary")]
    [InlineData("status")]
    [InlineData("category")]
    [InlineData("priority")]
    [InlineData("component")]
    [InlineData("issuetype")]
    [InlineData("changelog")]
    [InlineData("comment")]
    [InlineData("resolution")]
    [InlineData("key")]
    public async Task A_NUL_character_stops_neither_its_ticket_nor_anybody_elses(string where)
    {
        var (id, body) = NewIssue(issue => Poisoned(TicketEvent.Of(issue), where, "a\0b"));
        var bystander = NewIssue(issue => TicketEvent.Of(issue));

        await app.TellAsync(app.Acme, body.ToJsonString(), $"nul-{id}");
        await app.TellAsync(app.Rival, bystander.Body.ToJsonString());
        await app.DrainAsync();

        Assert.True((await app.InboxAsync(app.Acme, $"nul-{id}")).State is WebhookState.Done or WebhookState.NotOurs);
        Assert.Contains(await app.RowsAsync<Incident>(app.Rival), incident => incident.IssueId == bystander.Id);
    }

    [Theory]
    [InlineData("projectTypeKey")]
    [InlineData("summary")]
    [InlineData("status")]
    [InlineData("component")]
    [InlineData("issuetype")]
    [InlineData("comment")]
    [InlineData("key")]
    public async Task Half_a_character_stops_nothing(string where)
    {
        var (id, body) = NewIssue(issue => Poisoned(TicketEvent.Of(issue), where, "HALF"));

        await app.TellAsync(app.Acme, body.ToJsonString().Replace("HALF", "a\\ud83d", StringComparison.Ordinal), $"half-{id}");
        await app.DrainAsync();

        Assert.True((await app.InboxAsync(app.Acme, $"half-{id}")).State is WebhookState.Done or WebhookState.NotOurs);
    }

    private static JsonObject Poisoned(JsonObject body, string where, string text)
    {
        var fields = body.Fields();
        switch (where)
        {
            case "projectTypeKey":
                fields["project"]!["projectTypeKey"] = text;
                break;
            case "category":
                fields["status"]!["statusCategory"]!["key"] = text;
                break;
            case "component":
                body.Components(text + body["issue"]!["id"]);
                break;
            case "changelog":
                body["changelog"] = new JsonObject { ["id"] = text, ["items"] = new JsonArray(new JsonObject { ["field"] = text, ["fieldId"] = text, ["toString"] = text }) };
                break;
            case "comment":
                body["comment"] = new JsonObject { ["id"] = text, ["body"] = text, ["author"] = new JsonObject { ["displayName"] = text } };
                break;
            case "key":
                body["issue"]!["key"] = text;
                break;
            case "summary":
                fields["summary"] = text;
                break;
            default:
                fields[where] = new JsonObject { ["id"] = text, ["name"] = text };
                break;
        }
        return body;
    }

    private static (string Id, JsonObject Body) NewIssue(Func<string, JsonObject> make)
    {
        var id = $"{Interlocked.Increment(ref _next)}";
        return (id, make(id));
    }

    private async Task<Webhook> TellAsync(string body)
    {
        var delivery = Guid.NewGuid().ToString();
        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Acme, Encoding.UTF8.GetBytes(body), delivery)).StatusCode);
        await app.DrainAsync();
        return await app.InboxAsync(app.Acme, delivery);
    }

    private async Task<Incident> IsPublicAsync((string Id, JsonObject Body) issue)
    {
        var row = await TellAsync(issue.Body.ToJsonString());
        Assert.True(row.State == WebhookState.Done, $"{row.State}: {row.Reason} {issue.Body.ToJsonString()}");
        var incident = Assert.Single(await app.RowsAsync<Incident>(app.Acme), incident => incident.IssueId == issue.Id);
        Assert.True(incident.Published);
        return incident;
    }
}
