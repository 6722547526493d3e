using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using JsmConnector.Incidents;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems;

public sealed class AcrossIncidentsTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task The_list_is_filtered_and_paged_and_its_figures_say_what_they_rest_on()
    {
        app.Jira.Administrators.Add("admin");
        var first = await TouchingAsync("Email", "capacity");
        app.Clock.Advance(TimeSpan.FromDays(20));
        var second = await TouchingAsync("Email", "Capacity");
        var other = await TouchingAsync("Calendar", "deployment");

        var email = await GetAsync("/api/v1/postmortems?component=Email");
        var drafts = await GetAsync($"/api/v1/postmortems?state=draft&text={other.IssueKey}");
        var none = await GetAsync("/api/v1/postmortems?cause=nothing");
        var figures = await GetAsync("/api/v1/postmortems/figures?component=Email");
        using var csv = await app.GetAsync("/api/v1/postmortems/file?format=csv&component=Email", "admin");
        using var wrong = await app.GetAsync("/api/v1/postmortems?severity=9", "admin");
        using var forbidden = await app.GetAsync("/api/v1/postmortems", "editor");

        Assert.Equal([second.IssueKey, first.IssueKey], Keys(email));
        Assert.Equal([other.IssueKey], Keys(drafts));
        Assert.Equal((0, 1), (none.GetProperty("total").GetInt32(), none.GetProperty("pages").GetInt32()));
        Assert.Equal((2, 2), (figures.GetProperty("all").GetProperty("incidents").GetInt32(), figures.GetProperty("all").GetProperty("timeToResolve").GetProperty("recorded").GetInt32()));
        Assert.Equal([first.IssueKey, second.IssueKey], figures.GetProperty("recurrences").GetProperty("found")[0].GetProperty("incidents").EnumerateArray().Select(key => key.GetString()));
        Assert.NotEmpty(figures.GetProperty("definitions").EnumerateObject());
        Assert.Contains(second.IssueKey, await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Forbidden), (wrong.StatusCode, forbidden.StatusCode));
    }

    [Fact]
    public async Task Past_incidents_of_the_same_component_are_named_those_with_the_same_cause_first()
    {
        var alike = await TouchingAsync("Search", "index");
        app.Clock.Advance(TimeSpan.FromDays(1));
        var less = await TouchingAsync("Search", "network");
        app.Clock.Advance(TimeSpan.FromDays(1));
        var hidden = await TouchingAsync("Search", "index", isPublished: false);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var now = await TouchingAsync("Search", "Index");

        using var answer = await app.GetAsync($"/api/v1/incidents/{now.IssueKey}/postmortem/similar", "editor");
        var similar = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("incidents").EnumerateArray().Select(known => known.GetProperty("key").GetString()).ToList();

        Assert.Equal([alike.IssueKey, less.IssueKey], similar);
        Assert.DoesNotContain(hidden.IssueKey, similar);
    }

    [Fact]
    public async Task A_corrected_moment_changes_everything_that_is_counted_from_it_and_can_be_taken_back()
    {
        app.Jira.Administrators.Add("admin");
        var incident = await app.DraftedAsync();
        var began = incident.StartedAt.AddMinutes(-30);

        var corrected = await CorrectAsync(incident, "impact_started", new { at = began, because = "The graph shows it." });
        await app.GenerateAsync(incident);
        var longer = await app.RowAsync(incident);
        var future = await CorrectAsync(incident, "detected", new { at = app.Clock.GetUtcNow().AddHours(1), because = "x" });
        var silent = await CorrectAsync(incident, "detected", new { at = began });
        var unknown = await CorrectAsync(incident, "lunch", new { at = began, because = "x" });
        var takenBack = await CorrectAsync(incident, "impact_started", new { });
        await app.GenerateAsync(incident);
        var again = await app.RowAsync(incident);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (corrected, takenBack));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (future, silent, unknown));
        Assert.Equal(30 * 60, longer!.SecondsToResolve - again!.SecondsToResolve);
        Assert.Contains("The graph shows it.", longer.InternalMarkdown, StringComparison.Ordinal);
        Assert.DoesNotContain("The graph shows it.", longer.ExternalMarkdown + again.InternalMarkdown, StringComparison.Ordinal);
    }

    private async Task<Incident> TouchingAsync(string component, string cause, bool isPublished = true)
    {
        var incident = await app.DraftedAsync();
        using var named = await app.SendAsync(HttpMethod.Put, $"/api/v1/incidents/{incident.IssueKey}/postmortem/causes", new { categories = new[] { cause } }, "editor");
        Assert.True(named.IsSuccessStatusCode);
        await app.InAsync(async services =>
        {
            var id = await services.Database.Set<Component>().Where(known => known.Name == component).Select(known => (ComponentId?)known.Id).FirstOrDefaultAsync() ?? ComponentId.New(TimeProvider.System);
            if (!await services.Database.Set<Component>().AnyAsync(known => known.Id == id))
                services.Database.Add(new Component { InstallationId = app.Site, Id = id, Name = component, NameKey = Component.KeyOf(component), Position = 1, CreatedAt = app.Clock.GetUtcNow() });
            services.Database.Add(new IncidentComponent { InstallationId = app.Site, IncidentId = incident.Id, ComponentId = id, Name = component });
            await services.Database.SaveChangesAsync();
            return await services.Database.Set<Incident>().Where(known => known.Id == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(known => known.Published, isPublished));
        });
        return incident;
    }

    private async Task<HttpStatusCode> CorrectAsync(Incident incident, string moment, object correction)
    {
        using var answer = await app.SendAsync(HttpMethod.Put, $"/api/v1/incidents/{incident.IssueKey}/postmortem/moments/{moment}", correction, "editor");
        return answer.StatusCode;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await app.GetAsync(path, "admin");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string?> Keys(JsonElement page) => page.GetProperty("postmortems").EnumerateArray().Select(line => line.GetProperty("incident").GetString());
}
