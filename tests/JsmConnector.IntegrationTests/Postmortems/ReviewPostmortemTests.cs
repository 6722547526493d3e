using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Review;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class ReviewPostmortemTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task A_postmortem_goes_its_way_and_an_approval_is_for_the_text_that_was_read()
    {
        var incident = await DraftedAsync();

        await MoveAsync(incident, 1, "submit");
        var (approved, state) = await MoveAsync(incident, 1, "approve", "reviewer");
        using var edited = await app.SendAsync(HttpMethod.Put, Route(incident), new { version = 1, @internal = new { markdown = "Other words" } }, "editor");
        var (stale, _) = await MoveAsync(incident, 1, "approve", "reviewer");
        var (own, _) = await MoveAsync(incident, 2, "approve", "editor");
        var after = await GetAsync(incident);

        Assert.Equal((HttpStatusCode.OK, "approved"), (approved, state.GetProperty("state").GetString()));
        Assert.Equal("reviewer", Assert.Single(state.GetProperty("approvals").EnumerateArray()).GetProperty("by").GetString());
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (stale, own));
        Assert.Equal("in_review", after.GetProperty("state").GetString());
        Assert.Empty(after.GetProperty("approvals").EnumerateArray());
    }

    [Fact]
    public async Task It_is_closed_only_when_readers_outside_have_their_account_or_a_reason_is_given()
    {
        var incident = await DraftedAsync();
        foreach (var (move, by) in new[] { ("submit", "editor"), ("approve", "reviewer"), ("publish", "editor") })
            await MoveAsync(incident, 1, move, by);

        var (refused, problem) = await MoveAsync(incident, 1, "close");
        using var waived = await app.SendAsync(HttpMethod.Post, Route(incident) + "/waiver", new { reason = "Nobody outside noticed." }, "editor");
        var (closed, _) = await MoveAsync(incident, 1, "close");
        using var edited = await app.SendAsync(HttpMethod.Put, Route(incident), new { version = 1, @internal = new { markdown = "Other words" } }, "editor");

        Assert.Equal(HttpStatusCode.Conflict, refused);
        Assert.Contains("waive it", problem.GetProperty("mend").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest), (waived.StatusCode, closed, edited.StatusCode));
        Assert.Equal(PostmortemState.Closed, (await app.RowAsync(incident))!.State);
    }

    [Fact]
    public async Task Whose_words_it_holds_may_not_approve_it_also_after_the_app_renewed_its_facts()
    {
        var incident = await DraftedAsync();
        using var edited = await app.SendAsync(HttpMethod.Put, Route(incident), new { version = 1, @internal = new { markdown = "Words of the editor" } }, "editor");
        await app.InAsync(async services =>
        {
            var row = await services.Database.Set<PostmortemVersion>().AsNoTracking().SingleAsync(version => version.IncidentId == incident.Id && version.Number == 2);
            services.Database.Add(new PostmortemVersion
            {
                InstallationId = row.InstallationId,
                IncidentId = row.IncidentId,
                Number = 3,
                Reason = VersionReason.Refreshed,
                At = row.At,
                State = row.State,
                InternalMarkdown = row.InternalMarkdown,
                ExternalMarkdown = row.ExternalMarkdown,
            });
            await services.Database.SaveChangesAsync();
            return await services.Database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, 3));
        });
        await MoveAsync(incident, 3, "submit");

        Assert.Equal(HttpStatusCode.Conflict, (await MoveAsync(incident, 3, "approve", "editor")).Status);
        Assert.Equal(HttpStatusCode.OK, (await MoveAsync(incident, 3, "approve", "reviewer")).Status);
    }

    [Fact]
    public async Task Two_people_who_approve_at_once_are_both_counted()
    {
        var incident = await DraftedAsync();
        await MoveAsync(incident, 1, "submit");

        var answers = await Task.WhenAll(MoveAsync(incident, 1, "approve", "reviewer"), MoveAsync(incident, 1, "approve", "editor"));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(PostmortemState.Approved, (await app.RowAsync(incident))!.State);
    }

    [Fact]
    public async Task A_review_is_reminded_of_before_it_is_due_and_when_it_is_late_each_once()
    {
        var incident = await DraftedAsync();
        var due = (await app.RowAsync(incident))!.ReviewDueAt!.Value;
        var remind = app.Services.GetRequiredService<RemindOfReviews>();
        async Task<List<string>> RemindersAsync()
        {
            await Task.WhenAll(remind.RunAsync(TestContext.Current.CancellationToken), remind.RunAsync(TestContext.Current.CancellationToken));
            return await app.InAsync(services => services.Database.Set<TimelineEntry>().Where(e => e.IssueId == incident.IssueId && e.Kind == "postmortem").OrderBy(e => e.At).Select(e => e.Text).ToListAsync());
        }

        var early = await RemindersAsync();
        app.Clock.Advance(due - app.Clock.GetUtcNow() - TimeSpan.FromHours(20));
        var soon = await RemindersAsync();
        app.Clock.Advance(TimeSpan.FromHours(21));
        var late = await RemindersAsync();
        await app.DrainAsync();

        Assert.Empty(early);
        Assert.Equal(["The review of the postmortem is due within a day."], soon);
        Assert.Equal(["The review of the postmortem is due within a day.", "The review of the postmortem is late."], late);
        Assert.Contains("the review was due", Assert.Single(app.Jira.Issue(incident.IssueId).RemoteLinks).Value["object"]!["summary"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_taken_away_as_a_file_with_its_causes_and_the_one_for_customers_holds_nothing_internal()
    {
        var incident = await DraftedAsync();
        using var named = await app.SendAsync(HttpMethod.Put, Route(incident) + "/causes", new { categories = new[] { "capacity", " capacity ", "" }, factors = new[] { "Nobody: \"watched\" the disk" } }, "editor");

        var markdown = await FileAsync(incident, "");
        var outside = await FileAsync(incident, "?document=external");
        var html = await FileAsync(incident, "?format=html");
        using var pdf = await app.GetAsync(Route(incident) + "/file?format=pdf", "editor");
        using var meeting = await app.GetAsync(Route(incident) + "/meeting?startsAt=2026-01-15T10:00:00Z", "editor");

        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        Assert.StartsWith($"---\nincident: \"{incident.IssueKey}\"\n", markdown, StringComparison.Ordinal);
        Assert.Contains("cause_categories:\n  - \"capacity\"\ncontributing_factors:\n", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("facts:", markdown, StringComparison.Ordinal);
        Assert.All(new[] { "mail-db-03", incident.IssueKey, "capacity", "disk" }, secret => Assert.DoesNotContain(secret, outside, StringComparison.Ordinal));
        Assert.Contains("<table", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, pdf.StatusCode);
        Assert.Equal("text/calendar", meeting.Content.Headers.ContentType!.MediaType);
    }

    private async Task<Incident> DraftedAsync()
    {
        var incident = await app.DraftedAsync();
        app.Jira.Grant("reviewer", SitePermissions.Browse, incident.IssueId);
        app.Jira.Grant("reviewer", SitePermissions.Edit, incident.IssueId);
        return incident;
    }

    private static string Route(Incident incident) => $"/api/v1/incidents/{incident.IssueKey}/postmortem";

    private async Task<(HttpStatusCode Status, JsonElement Answer)> MoveAsync(Incident incident, int version, string move, string by = "editor")
    {
        using var answer = await app.SendAsync(HttpMethod.Post, Route(incident) + "/moves", new { version, move }, by);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private async Task<JsonElement> GetAsync(Incident incident)
    {
        using var answer = await app.GetAsync(Route(incident), "editor");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task<string> FileAsync(Incident incident, string query)
    {
        using var answer = await app.GetAsync(Route(incident) + "/file" + query, "editor");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
