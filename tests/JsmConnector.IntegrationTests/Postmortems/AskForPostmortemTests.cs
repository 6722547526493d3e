using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Postmortems;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems;

/// <summary>Postmortems that nothing but a person, or an administrator for the past, asked for.</summary>
public sealed class AskForPostmortemTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task A_small_incident_gets_its_postmortem_when_somebody_asks_and_asking_twice_writes_once()
    {
        var incident = await SmallAsync();
        await app.ToldAsync(incident, Stage.Identified);
        var before = await app.RowAsync(incident);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(incident)));
        await app.SweepAsync();

        Assert.Null(before);
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.Accepted, status));
        var row = (await app.RowAsync(incident))!;
        Assert.Equal((PostmortemState.Draft, 1, 1), (row.State, row.Generation, row.Version));
        Assert.Empty(row.Links);
    }

    [Fact]
    public async Task One_that_was_asked_for_follows_a_reopening()
    {
        var incident = await SmallAsync();
        await AskAsync(incident);
        await app.SweepAsync();

        await app.MoveAsync(incident, Stage.Identified);
        var reopened = (await app.RowAsync(incident))!;
        await app.MoveAsync(incident, Stage.Resolved);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await app.SweepAsync();

        Assert.True(reopened.NeedsRefresh);
        Assert.Equal(2, (await app.RowAsync(incident))!.Generation);
    }

    [Fact]
    public async Task An_open_incident_and_one_that_the_site_wants_none_of_are_refused_with_the_mend()
    {
        var open = await SmallAsync();
        await app.MoveAsync(open, Stage.Identified);
        var unwanted = await SmallAsync();

        var early = await AskAsync(open);
        var refused = await WithSettingsAsync("""{"postmortems":{"policy":[{"severities":[3],"need":"none"}]}}""", () => AskAsync(unwanted));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (early, refused));
        Assert.Null(await app.RowAsync(unwanted));
    }

    [Fact]
    public async Task The_past_is_written_after_the_present_and_shows_how_far_it_is()
    {
        app.Jira.Administrators.Add("editor");
        var old = await app.ResolvedAsync();
        var small = await SmallAsync();
        app.Clock.Advance(TimeSpan.FromDays(2));
        var began = await PostAsync("/api/v1/postmortems/backfill", new { from = old.ResolvedAt!.Value.AddMinutes(-1), until = old.ResolvedAt!.Value.AddMinutes(1) });

        await app.SweepAsync();
        using var answer = await app.GetAsync("/api/v1/postmortems/backfill", "editor");
        var after = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.True(began.GetProperty("queued").GetInt32() >= 1);
        Assert.True(began.GetProperty("progress").GetProperty("waiting").GetInt32() >= 1);
        Assert.Equal((0, 0), (after.GetProperty("waiting").GetInt32(), after.GetProperty("stuck").GetInt32()));
        Assert.NotNull((await app.RowAsync(old))!.GeneratedAt);
        Assert.Null(await app.RowAsync(small));
    }

    [Fact]
    public async Task Only_administrators_write_the_past()
    {
        using var answer = await app.SendAsync(HttpMethod.Post, "/api/v1/postmortems/backfill", new { from = app.Clock.GetUtcNow().AddDays(-1) }, "somebody");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<Incident> SmallAsync()
    {
        var incident = await app.ResolvedAsync(worst: 3);
        app.Jira.Grant("editor", SitePermissions.Browse, incident.IssueId);
        app.Jira.Grant("editor", SitePermissions.Edit, incident.IssueId);
        return incident;
    }

    private async Task<HttpStatusCode> AskAsync(Incident incident)
    {
        using var answer = await app.SendAsync(HttpMethod.Post, $"/api/v1/incidents/{incident.IssueKey}/postmortem/requests", new { }, "editor");
        return answer.StatusCode;
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await app.SendAsync(HttpMethod.Post, path, body, "editor");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task<T> WithSettingsAsync<T>(string document, Func<Task<T>> run)
    {
        await app.InAsync(services =>
        {
            services.Database.Add(new SettingsVersion { InstallationId = app.Site, Version = 1, SavedAt = app.Clock.GetUtcNow(), Document = document });
            return services.Database.SaveChangesAsync();
        });
        try
        {
            return await run();
        }
        finally
        {
            await app.InAsync(services => services.Database.Set<SettingsVersion>().ExecuteDeleteAsync());
        }
    }
}
