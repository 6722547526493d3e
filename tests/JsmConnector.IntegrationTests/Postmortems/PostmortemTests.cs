using System.Net;
using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Postmortems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class PostmortemTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task A_resolved_incident_gets_its_draft_after_the_quiet_time_and_a_link_on_the_ticket()
    {
        var incident = await app.ResolvedAsync();
        await app.ToldAsync(incident, Stage.Identified);
        var scheduled = await app.RowAsync(incident);
        await app.GenerateAsync(incident);
        var early = await app.RowAsync(incident);
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await app.GenerateAsync(incident);
        await app.DrainAsync();

        Assert.Equal(PostmortemState.Scheduled, scheduled!.State);
        Assert.Equal(incident.ResolvedAt + TimeSpan.FromMinutes(30), scheduled.DueAt);
        Assert.True(app.IsScheduled(scheduled.JobId));
        Assert.Null(early!.GeneratedAt);
        var row = (await app.RowAsync(incident))!;
        Assert.Equal((PostmortemState.Draft, 1, null), (row.State, row.Generation, row.DueAt));
        Assert.Contains("mail-db-03 is on fire", row.InternalMarkdown, StringComparison.Ordinal);
        Assert.Contains("Looks like the disk", row.InternalMarkdown, StringComparison.Ordinal);
        Assert.DoesNotContain("mail-db-03", row.ExternalMarkdown, StringComparison.Ordinal);
        Assert.Null(row.Problem);
        var link = Assert.Single(Issue(incident).RemoteLinks);
        Assert.Equal($"jsmconnector:postmortem:{incident.IssueId}", link.Key);
        Assert.Equal("Post-incident review", link.Value["relationship"]!.GetValue<string>());
        var url = $"{app.Jira.Url}/plugins/servlet/ac/io.jsmconnector.app/postmortem?ac.incident={incident.IssueKey}";
        Assert.Equal(url, link.Value["object"]!["url"]!.GetValue<string>());
        Assert.Equal([url], row.Links);
    }

    [Fact]
    public async Task The_scheduled_job_itself_writes_it()
    {
        var incident = await ScheduledAndDueAsync();

        await app.RunJobsUntilAsync(async () => (await app.RowAsync(incident))!.GeneratedAt is not null);

        Assert.Equal(PostmortemState.Draft, (await app.RowAsync(incident))!.State);
    }

    [Fact]
    public async Task Many_runs_at_once_write_it_once()
    {
        var incident = await ScheduledAndDueAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.GenerateAsync(incident)));
        await app.SweepAsync();

        Assert.Equal(1, (await app.RowAsync(incident))!.Generation);
        Assert.Single(await app.DeliveriesAsync(incident, LinkPostmortem.ChannelName));
    }

    [Fact]
    public async Task A_reopening_before_the_draft_takes_it_back()
    {
        var incident = await app.ResolvedAsync();
        await app.ToldAsync(incident, Stage.Identified);
        var job = (await app.RowAsync(incident))!.JobId;

        await app.MoveAsync(incident, Stage.Identified);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.GenerateAsync(incident);
        await app.SweepAsync();

        Assert.Null(await app.RowAsync(incident));
        Assert.False(app.IsScheduled(job));
    }

    [Fact]
    public async Task A_reopening_after_the_draft_keeps_it_and_refreshes_it_after_the_next_resolution()
    {
        var incident = await ScheduledAndDueAsync();
        await app.GenerateAsync(incident);

        await app.MoveAsync(incident, Stage.Identified);
        var reopened = (await app.RowAsync(incident))!;
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.MoveAsync(incident, Stage.Resolved);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await app.SweepAsync();
        await app.DrainAsync();

        Assert.True(reopened.NeedsRefresh);
        Assert.NotEmpty(reopened.InternalMarkdown!);
        var row = (await app.RowAsync(incident))!;
        Assert.Equal((2, false, PostmortemState.Draft), (row.Generation, row.NeedsRefresh, row.State));
        Assert.Single(Issue(incident).RemoteLinks);
    }

    [Fact]
    public async Task What_people_have_taken_on_is_not_written_over()
    {
        var incident = await ScheduledAndDueAsync();
        await app.GenerateAsync(incident);
        await app.InAsync(services => services.Database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, PostmortemState.InReview).SetProperty(p => p.InternalMarkdown, "Our own words")));

        await app.MoveAsync(incident, Stage.Identified);
        await app.MoveAsync(incident, Stage.Resolved);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await app.SweepAsync();

        var row = (await app.RowAsync(incident))!;
        Assert.Equal((PostmortemState.InReview, "Our own words", 2), (row.State, row.InternalMarkdown, row.Generation));
    }

    [Fact]
    public async Task A_link_whose_answer_was_lost_is_not_made_twice()
    {
        var incident = await ScheduledAndDueAsync();
        await app.GenerateAsync(incident);
        app.Jira.Fail("/remotelink", JiraFault.DropAfter);

        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.DrainAsync();

        var delivery = Assert.Single(await app.DeliveriesAsync(incident, LinkPostmortem.ChannelName));
        Assert.Equal((DeliveryState.Delivered, 2), (delivery.State, delivery.Attempts));
        Assert.Equal(2, Issue(incident).LinkCalls);
        Assert.Single(Issue(incident).RemoteLinks);
    }

    [Fact]
    public async Task A_run_that_died_is_followed_by_another()
    {
        var incident = await ScheduledAndDueAsync();
        await app.InAsync(services => services.Services.GetRequiredService<ClaimPostmortem>().TakeAsync(incident.Id, TestContext.Current.CancellationToken));

        await app.SweepAsync();
        var held = (await app.RowAsync(incident))!.Generation;
        app.Clock.Advance(ClaimPostmortem.LeaseLength + TimeSpan.FromSeconds(1));
        await app.SweepAsync();

        Assert.Equal(0, held);
        Assert.Equal(1, (await app.RowAsync(incident))!.Generation);
    }

    [Fact]
    public async Task A_run_that_lost_its_lease_stores_nothing()
    {
        var incident = await ScheduledAndDueAsync();
        var stored = await app.InAsync(async services =>
        {
            var claims = services.Services.GetRequiredService<ClaimPostmortem>();
            var claim = await claims.TakeAsync(incident.Id, TestContext.Current.CancellationToken);
            await app.MoveAsync(incident, Stage.Identified);
            await app.MoveAsync(incident, Stage.Resolved);
            return await claims.Held(claim!).CountAsync();
        });

        Assert.Equal(0, stored);
    }

    [Fact]
    public async Task Jira_that_stays_away_is_asked_again_and_then_done_without()
    {
        var incident = await ScheduledAndDueAsync();
        app.Jira.Fail($"{incident.IssueId}/changelog", JiraFault.Unavailable, 4);
        var problems = new List<string?>();

        foreach (var pause in new[] { 0, 1, 5, 15 })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(pause));
            await app.SweepAsync();
            problems.Add((await app.RowAsync(incident))!.Problem);
        }

        Assert.All(problems.Take(3), problem => Assert.StartsWith("Jira could not be reached", problem, StringComparison.Ordinal));
        var row = (await app.RowAsync(incident))!;
        Assert.Equal(1, row.Generation);
        Assert.Contains("Written without Jira's own history", row.Problem, StringComparison.Ordinal);
        Assert.Contains("Jira's own history of the ticket is missing", row.InternalMarkdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_Jira_is_final_and_named()
    {
        var incident = await ScheduledAndDueAsync();
        app.Jira.Fail($"{incident.IssueId}/comment", JiraFault.Forbidden);

        await app.SweepAsync();

        Assert.Contains("Jira refused to show it", (await app.RowAsync(incident))!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_chooses_its_own_quiet_time()
    {
        await app.InAsync(async services =>
        {
            services.Database.Add(new SettingsVersion
            {
                InstallationId = app.Site,
                Version = 1,
                SavedAt = app.Clock.GetUtcNow(),
                Document = """{"postmortems":{"delay":"02:00:00"}}""",
            });
            return await services.Database.SaveChangesAsync();
        });
        var incident = await app.ResolvedAsync();

        await app.ToldAsync(incident, Stage.Identified);
        await app.InAsync(services => services.Database.Set<SettingsVersion>().ExecuteDeleteAsync());

        Assert.Equal(incident.ResolvedAt + TimeSpan.FromHours(2), (await app.RowAsync(incident))!.DueAt);
    }

    [Theory]
    [InlineData("agent-with-browse", HttpStatusCode.OK)]
    [InlineData("agent-without", HttpStatusCode.Forbidden)]
    [InlineData("qm:5e1f:customer", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task Only_people_who_may_see_the_ticket_read_it(string? account, HttpStatusCode expected)
    {
        var incident = await ScheduledAndDueAsync();
        await app.GenerateAsync(incident);
        app.Jira.Grant("agent-with-browse", SitePermissions.Browse, incident.IssueId);

        using var answer = await app.GetAsync($"/postmortem?incident={incident.IssueKey}", account);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, html.Contains("mail-db-03", StringComparison.Ordinal));
        Assert.Contains(app.Jira.Url, answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_tells_nothing_until_it_is_written()
    {
        var incident = await ScheduledAndDueAsync();
        app.Jira.Grant("agent", SitePermissions.Browse, incident.IssueId);

        var before = await PostmortemOfAsync(incident);
        await app.GenerateAsync(incident);
        var after = await PostmortemOfAsync(incident);

        Assert.Equal(JsonValueKind.Null, before.ValueKind);
        Assert.Equal("draft", after.GetProperty("state").GetString());
        Assert.Contains("# Postmortem", after.GetProperty("internal").GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(after.GetProperty("external").GetProperty("markdown").GetString()!);
    }

    private async Task<JsonElement> PostmortemOfAsync(Incident incident)
    {
        using var answer = await app.GetAsync($"/api/v1/incidents/{incident.IssueKey}", "agent");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("postmortem").Clone();
    }

    private async Task<Incident> ScheduledAndDueAsync()
    {
        var incident = await app.ResolvedAsync();
        await app.ToldAsync(incident, Stage.Identified);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        return incident;
    }

    private FakeJiraIssue Issue(Incident incident) => app.Jira.Issue(incident.IssueId);
}
