using System.Net;
using JsmConnector.Administration;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.WholeApp;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Tenancy;

/// <summary>A person who may do everything on his own site, with the ids of another one.</summary>
public sealed class OtherTenantTests(InstalledSites app) : IClassFixture<InstalledSites>, IAsyncLifetime
{
    private const string Person = "5b10ac8d82e05b22cc7d4ef5";
    private const string Issue = "41001";
    private const string Mark = "Lighthouse";

    private Incident _incident = null!;
    private IncidentUpdate _update = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var site in new[] { app.Acme, app.Rival })
        {
            site.Jira.Administrators.Add(Person);
            foreach (var permission in new[] { "BROWSE_PROJECTS", "EDIT_ISSUES" })
                site.Jira.Grant(Person, permission, Issue);
        }
        await app.TellAsync(app.Acme, TicketEvent.Of(Issue).Components(Mark).ToJsonString(), "first");
        await app.DrainAsync();
        _incident = (await app.RowsAsync<Incident>(app.Acme)).Single(incident => incident.IssueId == Issue);
        _update = (await app.RowsAsync<IncidentUpdate>(app.Acme)).First(update => update.IncidentId == _incident.Id);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Nothing_of_a_site_is_seen_or_changed_from_another()
    {
        var before = (await app.RowsAsync<IncidentUpdate>(app.Acme)).Count;
        foreach (var (method, path, content) in Doors.Of(Issue, $"OPS-{Issue}", _update.Id.Public()))
        {
            foreach (var issueInToken in new[] { null, Issue })
            {
                var answer = await app.AskAsync(app.Rival, method, path, Person, content(), issueInToken);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

                Assert.DoesNotContain(Mark, text, StringComparison.Ordinal);
                Assert.DoesNotContain(app.Acme.Jira.Url, text, StringComparison.Ordinal);
                Assert.DoesNotContain(_incident.Id.Public(), text, StringComparison.Ordinal);
                Assert.True(method == HttpMethod.Get || answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path} answered {answer.StatusCode}");
            }
        }
        Assert.Equal(before, (await app.RowsAsync<IncidentUpdate>(app.Acme)).Count);
        Assert.Empty(await app.RowsAsync<IncidentUpdate>(app.Rival));
    }

    /// <summary>Else the test above would pass over locked doors.</summary>
    [Fact]
    public async Task The_same_doors_are_open_to_the_owner()
    {
        foreach (var (method, path, content) in Doors.Of(Issue, $"OPS-{Issue}", _update.Id.Public()))
        {
            var answer = await app.AskAsync(app.Acme, method, path, Person, content());

            Assert.True(answer.IsSuccessStatusCode, $"{method} {path} answered {answer.StatusCode}");
        }
        Assert.Contains(Mark, await (await app.AskAsync(app.Acme, HttpMethod.Get, $"/panel/issue?issueId={Issue}", Person)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("skip")]
    public async Task A_dead_delivery_of_a_site_cannot_be_decided_about_from_another(string decision)
    {
        var dead = Rows.Delivery(_incident, DeliveryState.Failed, "The key is wrong.");
        await app.InAsync(app.Acme, database =>
        {
            database.Add(dead);
            return database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        var caller = new AtlassianPrincipal { InstallationId = app.Rival.Id.Value, AccountId = Person, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = app.Clock.GetUtcNow() };
        var session = app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, AdministrationRegistration.SessionPurpose);

        var answer = await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["session"] = session, ["delivery"] = dead.Id.Value.ToString(), ["decision"] = decision }),
        });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Nothing was changed", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Failed, (await app.RowsAsync<Delivery>(app.Acme)).Single(delivery => delivery.Id == dead.Id).State);
    }

    [Fact]
    public async Task Settings_of_a_site_are_not_those_of_another()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/settings") { Content = new StringContent("""{"statusPages":[]}""") };
        request.Headers.Authorization = new("JWT", SiteToken.Context(app.Rival.ClientKey, app.Rival.Secret, Person, app.Clock.GetUtcNow()));
        request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");

        var saved = await app.SendAsync(request);

        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var ours = await (await app.AskAsync(app.Acme, HttpMethod.Get, "/api/v1/settings", Person)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("builtin", ours, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_page_of_a_site_shows_its_own_incidents_only()
    {
        var theirs = await (await app.GetAsync($"/status/{app.Rival.Address}/api/v2/summary.json")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var ours = await (await app.GetAsync($"/status/{app.Acme.Address}/api/v2/summary.json")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(Mark, theirs, StringComparison.Ordinal);
        Assert.Contains(Mark, ours, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/status/{app.Rival.Address}/incidents/{_incident.Id.Public()}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/status/{app.Acme.Address}/incidents/{_incident.Id.Public()}")).StatusCode);
    }
}
