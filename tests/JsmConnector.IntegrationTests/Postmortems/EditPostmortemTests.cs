using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class EditPostmortemTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task An_edit_is_a_version_with_author_and_note_and_the_older_one_stays()
    {
        var incident = await app.DraftedAsync();
        var text = await SourceAsync(incident);

        var saved = await PutAsync(incident, new { version = 1, @internal = new { markdown = text.Replace("## Leadup", "## Leadup\r\n\r\nWe changed the disk.", StringComparison.Ordinal) }, note = "What came before" });

        Assert.Equal(2, saved.GetProperty("version").GetInt32());
        var versions = (await GetAsync(incident, "/versions")).GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal([(2, "edited", "editor", "What came before"), (1, "generated", null, null)], versions.Select(v => (v.GetProperty("number").GetInt32(), v.GetProperty("reason").GetString(), v.GetProperty("author").GetString(), v.GetProperty("note").GetString())));
        var second = await GetAsync(incident, "/versions/2?against=1");
        Assert.Contains("We changed the disk.", second.GetProperty("diff").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\\r", second.GetProperty("internal").ToString(), StringComparison.Ordinal);
        Assert.Equal(text, (await GetAsync(incident, "/versions/1")).GetProperty("internal").GetProperty("markdown").GetString());
    }

    [Fact]
    public async Task Of_two_people_one_is_told_what_the_other_changed()
    {
        var incident = await app.DraftedAsync();
        var text = await SourceAsync(incident);
        await PutAsync(incident, new { version = 1, @internal = new { markdown = text + "\nfirst person\n" } });

        using var answer = await app.SendAsync(HttpMethod.Put, Route(incident), new { version = 1, @internal = new { markdown = text + "\nsecond person\n" } }, "editor");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(2, problem.GetProperty("version").GetInt32());
        Assert.Contains("first person", problem.GetProperty("diff").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("second person", await SourceAsync(incident), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_saves_without_naming_the_version_or_the_right_to_edit()
    {
        var incident = await app.DraftedAsync();
        app.Jira.Grant("reader", SitePermissions.Browse, incident.IssueId);

        using var unnamed = await app.SendAsync(HttpMethod.Put, Route(incident), new { @internal = new { markdown = "x" } }, "editor");
        using var reader = await app.SendAsync(HttpMethod.Put, Route(incident), new { version = 1, @internal = new { markdown = "x" } }, "reader");
        using var read = await app.GetAsync(Route(incident), "reader");

        Assert.Equal((HttpStatusCode.PreconditionRequired, HttpStatusCode.Forbidden, HttpStatusCode.OK), (unnamed.StatusCode, reader.StatusCode, read.StatusCode));
    }

    [Fact]
    public async Task New_facts_keep_the_words_of_people_and_tell_where_both_changed()
    {
        var incident = await app.DraftedAsync();
        var text = (await SourceAsync(incident)).Replace("Reopened: never", "Reopened: never, we believe", StringComparison.Ordinal).Replace("## Fault", "## Fault\n\nThe disk was full.", StringComparison.Ordinal);
        await PutAsync(incident, new { version = 1, @internal = new { markdown = text } });

        await ReopenAndResolveAsync(incident);

        var read = await GetAsync(incident, "");
        var markdown = read.GetProperty("internal").GetProperty("markdown").GetString()!;
        Assert.Contains("The disk was full.", markdown, StringComparison.Ordinal);
        Assert.Contains("Reopened: never, we believe", markdown, StringComparison.Ordinal);
        var conflict = Assert.Single(read.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(("internal", "recovery"), (conflict.GetProperty("document").GetString(), conflict.GetProperty("region").GetString()));
        Assert.Contains("Reopened: once", conflict.GetProperty("fresh").GetString(), StringComparison.Ordinal);
        Assert.Equal(["refreshed", "edited", "generated"], (await GetAsync(incident, "/versions")).GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("reason").GetString()));

        using var settled = await app.SendAsync(HttpMethod.Post, Route(incident) + "/regions/recovery", new { version = read.GetProperty("version").GetInt32(), document = "internal", take = "facts" }, "editor");
        var after = await GetAsync(incident, "");

        Assert.Equal(HttpStatusCode.OK, settled.StatusCode);
        Assert.Empty(after.GetProperty("conflicts").EnumerateArray());
        Assert.Contains("Reopened: once", after.GetProperty("internal").GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Contains("The disk was full.", after.GetProperty("internal").GetProperty("markdown").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_without_any_region_left_is_not_written_over()
    {
        var incident = await app.DraftedAsync();
        await PutAsync(incident, new { version = 1, @internal = new { markdown = "All in our own words." } });

        await ReopenAndResolveAsync(incident);

        Assert.Equal("All in our own words.\n", await SourceAsync(incident));
    }

    /// <summary>A run that began before a person saved: both are kept.</summary>
    [Fact]
    public async Task A_save_while_the_app_writes_is_kept()
    {
        var incident = await app.DraftedAsync();
        var saves = Enumerable.Range(0, 6).Select(async number =>
        {
            for (var tries = 0; tries < 50; tries++)
            {
                // The clock jumps meanwhile, and a token that was on its way has expired.
                using var read = await app.GetAsync(Route(incident), "editor");
                if (!read.IsSuccessStatusCode)
                    continue;
                var now = await read.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
                var markdown = now.GetProperty("internal").GetProperty("markdown").GetString() + $"\nperson{number}\n";
                using var saved = await app.SendAsync(HttpMethod.Put, Route(incident), new { version = now.GetProperty("version").GetInt32(), @internal = new { markdown } }, "editor");
                if (saved.IsSuccessStatusCode)
                    return true;
            }
            return false;
        }).ToList();
        await ReopenAndResolveAsync(incident);
        var answers = await Task.WhenAll(saves);

        var source = await SourceAsync(incident);
        Assert.All(answers, Assert.True);
        Assert.All(Enumerable.Range(0, 6), number => Assert.Contains($"person{number}", source, StringComparison.Ordinal));
        Assert.Contains("Reopened: once", source, StringComparison.Ordinal);
        var numbers = await app.InAsync(services => services.Database.Set<PostmortemVersion>().Where(v => v.IncidentId == incident.Id).OrderBy(v => v.Number).Select(v => v.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
    }

    [Fact]
    public async Task An_older_version_comes_back_as_a_new_one()
    {
        var incident = await app.DraftedAsync();
        var text = await SourceAsync(incident);
        await PutAsync(incident, new { version = 1, @internal = new { markdown = "gone" } });

        using var restored = await app.SendAsync(HttpMethod.Post, Route(incident) + "/versions/1/restore", new { version = 2 }, "editor");

        Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
        Assert.Equal(text, await SourceAsync(incident));
        Assert.Equal(3, (await app.RowAsync(incident))!.Version);
    }

    private async Task ReopenAndResolveAsync(Incident incident)
    {
        await app.MoveAsync(incident, Stage.Identified);
        var now = app.Clock.GetUtcNow();
        app.Jira.Issue(incident.IssueId).Changed(now, "status", "5", "3", "Resolved", "Work in progress").Changed(now.AddMinutes(10), "status", "3", "5", "Work in progress", "Resolved");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.MoveAsync(incident, Stage.Resolved);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await app.SweepAsync();
    }

    private static string Route(Incident incident) => $"/api/v1/incidents/{incident.IssueKey}/postmortem";

    private async Task<JsonElement> GetAsync(Incident incident, string rest)
    {
        using var answer = await app.GetAsync(Route(incident) + rest, "editor");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task<string> SourceAsync(Incident incident) => (await GetAsync(incident, "")).GetProperty("internal").GetProperty("markdown").GetString()!;

    private async Task<JsonElement> PutAsync(Incident incident, object body)
    {
        using var answer = await app.SendAsync(HttpMethod.Put, Route(incident), body, "editor");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
