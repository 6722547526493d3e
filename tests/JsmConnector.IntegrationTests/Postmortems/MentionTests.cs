using System.Net;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Mentions;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class MentionTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task Whoever_is_named_is_told_on_the_ticket_once_with_the_line_and_not_of_what_was_taken_out_again()
    {
        var incident = await app.DraftedAsync();
        var before = app.Jira.Issue(incident.IssueId).Comments.Count;
        await SaveAsync(incident, 1, "Was the disk full before, @Grace Hopper? And @Ada Lovelace\n");
        await SaveAsync(incident, 2, "Was the disk full before noon, @Grace Hopper?\n");
        await app.DrainAsync();
        var early = app.Jira.Issue(incident.IssueId).Comments.Count - before;

        app.Clock.Advance(PlanMentions.Pause);
        await app.DrainAsync();
        await SaveAsync(incident, 3, "Was the disk full before noon, @Grace Hopper? She says yes.\n");
        app.Clock.Advance(PlanMentions.Pause);
        await app.DrainAsync();

        var told = app.Jira.Issue(incident.IssueId).Comments.Skip(before).Select(comment => comment.ToJsonString()).ToList();
        Assert.Equal((0, 1), (early, told.Count));
        Assert.Contains("\"id\":\"grace-hopper\"", told[0], StringComparison.Ordinal);
        Assert.Contains("before noon", told[0], StringComparison.Ordinal);
        Assert.Contains("\"internal\":true", told[0], StringComparison.Ordinal);
    }

    private async Task SaveAsync(Incident incident, int version, string words)
    {
        using var saved = await app.SendAsync(HttpMethod.Put, $"/api/v1/incidents/{incident.IssueKey}/postmortem", new { version, @internal = new { markdown = words } }, "editor");
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
    }
}
