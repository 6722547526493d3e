using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Postmortems.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class ActionTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task An_action_becomes_one_issue_with_owner_and_date_that_is_linked_and_shown_as_Jira_knows_it()
    {
        var incident = await app.DraftedAsync();
        await AddAsync(incident, new { title = "Watch the disks", kind = "detect", priority = true, owner = "ada", dueOn = "2026-02-01" });
        await app.DrainAsync();

        var issue = Assert.Single(Of("Watch the disks"));
        issue.Fields["status"] = new JsonObject { ["id"] = "3", ["name"] = "Doing", ["statusCategory"] = new JsonObject { ["key"] = "indeterminate" } };
        issue.Fields["assignee"] = new JsonObject { ["displayName"] = "Ada Lovelace" };
        var shown = Assert.Single(await ListAsync(incident));

        Assert.Equal(("2026-02-01", "Task"), ((string?)issue.Fields["duedate"], (string?)issue.Fields["issuetype"]!["name"]));
        Assert.Equal(incident.IssueKey, (string?)issue.Fields["issuelinks"]![0]!["outwardIssue"]!["key"]);
        Assert.Equal((issue.Key, "Doing", "Ada Lovelace", false), (Text(shown, "key"), Text(shown, "state"), Text(shown, "owner"), shown.GetProperty("done").GetBoolean()));
        Assert.Equal(app.Jira.Url + "/browse/" + issue.Key, Text(shown, "url"));
    }

    [Theory]
    [InlineData("/rest/api/3/issue", JiraFault.DropAfter)]
    [InlineData("/rest/api/3/issue", JiraFault.DropBefore)]
    [InlineData("/rest/api/3/issue", JiraFault.Unavailable)]
    [InlineData("/rest/api/3/issueLink", JiraFault.DropAfter)]
    [InlineData("/rest/api/3/issue", JiraFault.RateLimited)]
    public async Task A_lost_answer_leaves_one_issue_and_one_link(string path, JiraFault fault)
    {
        var incident = await app.DraftedAsync();
        await app.DrainAsync();
        var title = $"Lose {path} {fault}";
        await AddAsync(incident, new { title });
        app.Jira.Fail(path, fault);

        for (var tries = 0; tries < 6; tries++)
        {
            await app.DrainAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        var issue = Assert.Single(Of(title));
        Assert.Single(issue.Fields["issuelinks"]!.AsArray());
        Assert.Equal(issue.Key, Text(Assert.Single(await ListAsync(incident)), "key"));
    }

    [Fact]
    public async Task What_Jira_refuses_is_told_with_the_mend_and_mistakes_name_their_field()
    {
        var incident = await app.DraftedAsync();
        await AddAsync(incident, new { title = "Of a type that is not there", issueType = "Epic of epics" });
        await app.DrainAsync();

        Assert.Contains("Epic of epics", Text(Assert.Single(await ListAsync(incident)), "state"), StringComparison.Ordinal);
        Assert.Equal("title", await RefusedAsync(incident, new { title = " " }));
        Assert.Equal("kind", await RefusedAsync(incident, new { title = "x", kind = "hope" }));
        Assert.Equal("project", await RefusedAsync(incident, new { title = "x", project = "a b" }));
        // The app may write in every project of the site; that is no right of whoever asks.
        Assert.Equal("project", await RefusedAsync(incident, new { title = "x", project = "SECRET" }));
    }

    [Fact]
    public async Task People_are_reminded_before_the_goal_and_once_it_has_passed_and_not_of_what_is_done()
    {
        app.Jira.Administrators.Add("admin");
        var incident = await app.DraftedAsync();
        await AddAsync(incident, new { title = "Stays open", priority = true });
        await AddAsync(incident, new { title = "Gets done", priority = true });
        await app.DrainAsync();
        await app.DrainAsync();
        Assert.Single(Of("Gets done")).Fields["status"] = new JsonObject { ["id"] = "5", ["name"] = "Done", ["statusCategory"] = new JsonObject { ["key"] = "done" } };

        var early = await RemindersAsync(incident);
        app.Clock.Advance(TimeSpan.FromDays(26));
        var soon = await RemindersAsync(incident);
        app.Clock.Advance(TimeSpan.FromDays(3));
        var late = await RemindersAsync(incident);
        using var overdue = await app.GetAsync("/api/v1/postmortems/actions?overdue=true", "admin");
        using var forbidden = await app.GetAsync("/api/v1/postmortems/actions", "editor");
        var listed = (await overdue.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("actions").EnumerateArray().Where(a => Text(a, "incident") == incident.IssueKey).ToList();

        Assert.Empty(early);
        Assert.Equal(["An action is due within three days: Stays open"], soon);
        Assert.Equal(["An action is due within three days: Stays open", "An action is overdue: Stays open"], late);
        Assert.Equal("Stays open", Text(Assert.Single(listed), "title"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task The_owner_is_told_beside_the_issue_once_for_each_reminder_whatever_is_lost_on_the_way()
    {
        var incident = await app.DraftedAsync();
        await AddAsync(incident, new { title = "Has an owner", priority = true, owner = "ada" });
        var goal = app.Clock.GetUtcNow().AddDays(28);
        await app.DrainAsync();
        await app.DrainAsync();
        var issue = Assert.Single(Of("Has an owner"));
        app.Clock.Advance(TimeSpan.FromDays(26));
        await RemindersAsync(incident);
        app.Jira.FailAfter($"{issue.Id}/comment", 1, JiraFault.DropAfter);
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.DrainAsync();
        var soon = issue.Comments.Count;
        app.Clock.Advance(TimeSpan.FromDays(3));
        await RemindersAsync(incident);
        await app.DrainAsync();

        Assert.Equal((1, 2), (soon, issue.Comments.Count));
        var late = issue.Comments[^1].ToJsonString();
        Assert.Contains("\"type\":\"mention\",\"attrs\":{\"id\":\"ada\"", late, StringComparison.Ordinal);
        Assert.Contains($"after {incident.IssueKey} and was due on {goal.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}", late, StringComparison.Ordinal);
        Assert.Contains("\"internal\":true", late, StringComparison.Ordinal);
        Assert.Contains("one action is overdue", app.Jira.Issue(incident.IssueId).RemoteLinks.Values.Single().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_that_was_deleted_in_Jira_says_so_and_the_others_go_on()
    {
        var incident = await app.DraftedAsync();
        await AddAsync(incident, new { title = "Deleted later" });
        await AddAsync(incident, new { title = "Stays there" });
        await app.DrainAsync();
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        app.Jira.Delete(Assert.Single(Of("Deleted later")).Id);

        var shown = await ListAsync(incident);

        Assert.Equal(["Deleted in Jira, or hidden from the app", "To Do"], shown.Select(action => Text(action, "state")).Order());
    }

    private IEnumerable<FakeJiraIssue> Of(string title) => app.Jira.Made.Where(issue => (string?)issue.Fields["summary"] == title);

    private async Task AddAsync(Incident incident, object action)
    {
        using var answer = await app.SendAsync(HttpMethod.Post, Route(incident), action, "editor");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<string?> RefusedAsync(Incident incident, object action)
    {
        using var answer = await app.SendAsync(HttpMethod.Post, Route(incident), action, "editor");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return Text(await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken), "field");
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(Incident incident)
    {
        using var answer = await app.GetAsync(Route(incident), "editor");
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("actions").EnumerateArray()];
    }

    private async Task<List<string>> RemindersAsync(Incident incident)
    {
        var remind = app.Services.GetRequiredService<RemindOfActions>();
        await Task.WhenAll(remind.RunAsync(TestContext.Current.CancellationToken), remind.RunAsync(TestContext.Current.CancellationToken));
        return await app.InAsync(services => services.Database.Set<TimelineEntry>().Where(e => e.IssueId == incident.IssueId && e.Kind == "postmortem").OrderBy(e => e.At).Select(e => e.Text).ToListAsync());
    }

    private static string Route(Incident incident) => $"/api/v1/incidents/{incident.IssueKey}/postmortem/actions";

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).ValueKind == JsonValueKind.String ? json.GetProperty(name).GetString() : null;
}
