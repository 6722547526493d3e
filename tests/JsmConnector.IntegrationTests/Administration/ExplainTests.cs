using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.WholeApp;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>What the explanation says of tickets in Jira, beside what the app made of their events.</summary>
public sealed class ExplainTests : IClassFixture<InstalledSites>
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private const string Edited = """{"rules":{"severity":[{"priority":"2","severity":4}],"components":[{"from":"Email","to":["Inbox"]}]}}""";
    private readonly InstalledSites _app;

    public ExplainTests(InstalledSites app)
    {
        _app = app;
        app.Acme.Jira.Administrators.Add(Administrator);
    }

    [Fact]
    public async Task It_says_what_the_app_decided_and_what_edited_settings_would_change()
    {
        await TicketAsync("81001", "Email");
        var held = (await _app.RowsAsync<Incident>(_app.Acme)).Single(incident => incident.IssueId == "81001");

        var (_, now) = await CallAsync(HttpMethod.Get, "/api/v1/explain/OPS-81001");
        Assert.Equal(
            (true, held.Stage.Name(), held.Severity.Level, held.Class),
            ((bool)now["now"]!["isIncident"]!, (string?)now["now"]!["stage"], (int)now["now"]!["severity"]!, (string?)now["now"]!["class"]));
        Assert.Contains("Status page (customers)", now["now"]!["deliveries"]!.AsArray().Select(row => (string?)row));

        var (_, edited) = await CallAsync(HttpMethod.Post, "/api/v1/explain/OPS-81001", Edited);
        Assert.Equal(["Severity", "Components"], edited["differences"]!.AsArray().Select(row => (string?)row!["question"]));
        Assert.Equal("rules.components[0]", (string?)edited["then"]!["steps"]!.AsArray().Single(step => (string?)step!["question"] == "Components")!["by"]);
        Assert.Equal(2, (await _app.RowsAsync<Incident>(_app.Acme)).Single(incident => incident.IssueId == "81001").Severity.Level);
    }

    [Fact]
    public async Task The_newest_tickets_are_compared_and_no_more_than_fifty()
    {
        for (var number = 0; number < 60; number++)
            AddIssue($"{82000 + number}", "VPN");

        var (status, answer) = await CallAsync(HttpMethod.Post, "/api/v1/explain", Edited);

        Assert.Equal((HttpStatusCode.OK, 50), (status, answer["issues"]!.AsArray().Count));
        Assert.Equal(50, (int)answer["changed"]!);
    }

    [Fact]
    public async Task Unknown_tickets_and_unsavable_settings_are_answered_in_words()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await CallAsync(HttpMethod.Get, "/api/v1/explain/OPS-99999")).Status);
        var (status, problem) = await CallAsync(HttpMethod.Post, "/api/v1/explain/OPS-99999", """{"rules":{"incidents":[{"when":"colour = red"}]}}""");
        Assert.Equal((HttpStatusCode.BadRequest, "rules.incidents[0].when"), (status, (string?)problem["errors"]![0]!["field"]));
    }

    [Fact]
    public async Task The_screen_shows_a_ticket_rule_by_rule()
    {
        AddIssue("83001", "Email");
        var caller = new AtlassianPrincipal { InstallationId = _app.Acme.Id.Value, AccountId = Administrator, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() };
        var form = new Dictionary<string, string> { ["session"] = _app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, "administration"), ["decision"] = "explain", ["key"] = "OPS-83001", ["document"] = Edited };

        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin/explain") { Content = new FormUrlEncodedContent(form) });
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Contains("OPS-83001, settings in force", page, StringComparison.Ordinal);
        Assert.Contains("OPS-83001, edited settings", page, StringComparison.Ordinal);
        Assert.Contains("Problem with Inbox", page, StringComparison.Ordinal);
    }

    private async Task TicketAsync(string id, string component)
    {
        AddIssue(id, component);
        await _app.TellAsync(_app.Acme, TicketEvent.Of(id).Components(component).ToJsonString());
        await _app.DrainAsync();
    }

    private void AddIssue(string id, string component)
    {
        var issue = _app.Acme.Jira.AddIssue(id, $"OPS-{id}");
        foreach (var field in TicketEvent.Of(id).Components(component).Fields().ToList())
            issue.Fields[field.Key] = field.Value?.DeepClone();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> CallAsync(HttpMethod method, string path, string? body = null)
    {
        var answer = await _app.AskAsync(_app.Acme, method, path, Administrator, body is null ? null : Hostile.HostileWorld.Json(body));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
