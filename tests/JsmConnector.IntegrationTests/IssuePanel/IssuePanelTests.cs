using System.Globalization;
using System.Net;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.Webhooks;

namespace JsmConnector.IntegrationTests.IssuePanel;

public sealed class IssuePanelTests(ScreensApp app) : IClassFixture<ScreensApp>
{
    private const string Agent = "5b10ac8d82e05b22cc7d4ef5";

    [Fact]
    public async Task An_agent_who_may_browse_the_ticket_sees_what_the_world_sees()
    {
        var incident = await AddAsync();
        May(incident.IssueId);

        var response = await app.GetAsync($"/panel/issue?issueId={incident.IssueId}&issueKey=", Agent);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("We are looking into it.", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ticket_in_the_signed_token_counts_not_the_one_in_the_address()
    {
        var shown = await AddAsync();
        var asked = await AddAsync();
        May(shown.IssueId);
        May(asked.IssueId);

        var html = await (await app.GetAsync($"/panel/issue?issueId={asked.IssueId}", Agent, shown.IssueId)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains(shown.WrittenTitle!, html, StringComparison.Ordinal);
        Assert.DoesNotContain(asked.WrittenTitle!, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5b10ac8d82e05b22cc7d4eff")]
    [InlineData("qm:0f0e0d0c:0a0b0c0d")]
    [InlineData(null)]
    public async Task Who_may_not_browse_the_ticket_gets_a_page_that_says_so_and_nothing_else(string? account)
    {
        var incident = await AddAsync();

        var response = await app.GetAsync($"/panel/issue?issueId={incident.IssueId}", account);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(incident.WrittenTitle!, html, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors http://127.0.0.1", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_is_no_incident_shows_the_recorded_reason()
    {
        await app.AddAsync(app.Site, NotOurs("777", "its type is Task", "jira:issue_updated"), NotOurs("777", "a comment on a ticket that is not an incident", "comment_created"),
            NotOurs("777", TranslateWebhook.OwnEdit, "jira:issue_updated"));

        May("777");

        var html = await (await app.GetAsync("/panel/issue?issueId=777", Agent, "777")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("This ticket is not an incident, because its type is Task.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_another_incident_holds_in_a_worse_state_says_so_beside_the_milder_one_only()
    {
        var name = $"Service {Guid.NewGuid():N}";
        var component = new Component { InstallationId = app.Site, Id = ComponentId.New(TimeProvider.System), Name = name, NameKey = ComponentNames.KeyOf(name), Position = 0, CreatedAt = Rows.Now, PublicSince = Rows.Now };
        await app.AddAsync(app.Site, component);
        var (grave, mild) = (await AddAsync(component, ComponentStatus.MajorOutage), await AddAsync(component, ComponentStatus.DegradedPerformance));

        Assert.Contains("Another incident or planned work holds it", await PanelAsync(mild), StringComparison.Ordinal);
        Assert.DoesNotContain("Another incident or planned work holds it", await PanelAsync(grave), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_sites_ticket_with_the_same_number_stays_unknown()
    {
        var other = Rows.Incident(app.OtherSite);
        await app.AddAsync(app.OtherSite, other);
        May(other.IssueId);

        var html = await (await app.GetAsync("/panel/issue", Agent, other.IssueId)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(other.WrittenTitle!, html, StringComparison.Ordinal);
        Assert.Contains("has not told us about this ticket", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_named_by_the_signed_token_is_shown_to_nobody_who_may_not_browse_it()
    {
        var shown = await AddAsync();

        var response = await app.GetAsync("/panel/issue", "5b10ac8d82e05b22cc7d4eff", shown.IssueId);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private void May(string issueId) => app.Jira.Browsers.Add((Agent, long.Parse(issueId, CultureInfo.InvariantCulture)));

    private async Task<string> PanelAsync(Incident incident)
    {
        May(incident.IssueId);
        return await (await app.GetAsync("/panel/issue", Agent, incident.IssueId)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<Incident> AddAsync(Component component, ComponentStatus spoken)
    {
        var incident = Rows.Incident(app.Site);
        incident.Components.Add(new IncidentComponent { InstallationId = app.Site, IncidentId = incident.Id, ComponentId = component.Id, Name = component.Name, SpokenStatus = spoken });
        await app.AddAsync(app.Site, incident);
        return incident;
    }

    private async Task<Incident> AddAsync()
    {
        var incident = Rows.Incident(app.Site);
        await app.AddAsync(app.Site, incident, Rows.Update(incident, 1, "We are looking into it."));
        return incident;
    }

    private Webhook NotOurs(string issueId, string reason, string name) => new()
    {
        InstallationId = app.Site,
        DeliveryKey = Guid.NewGuid().ToString("N"),
        Event = name,
        Lane = issueId,
        State = WebhookState.NotOurs,
        Reason = reason,
        DueAt = Rows.Now,
        ReceivedAt = Rows.Now,
    };
}
