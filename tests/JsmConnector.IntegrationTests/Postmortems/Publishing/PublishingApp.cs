using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Postmortems.Publishing;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems.Publishing;

/// <summary>The app with every place that a postmortem can go to, each a stand-in, and people who agree on postmortems.</summary>
public sealed class PublishingApp(PostgresServer postgres) : IAsyncLifetime
{
    public const string CloudId = "11111111-2222-3333-4444-555555555555";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    public PostmortemApp App { get; private set; } = null!;
    public FakeConfluence Confluence { get; private set; } = null!;
    public FakeStatuspage Statuspage { get; private set; } = null!;
    public FakeStatuspagePage Page { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Confluence = await FakeConfluence.StartAsync();
        Statuspage = await FakeStatuspage.StartAsync();
        Page = Statuspage.AddPage("page1");
        App = new PostmortemApp(postgres) { Arguments = [$"--Atlassian:ApiUrl={Confluence.Url}", $"--Statuspage:ApiUrl={Statuspage.ApiUrl}", "--Statuspage:RequestsPerSecond=10000"] };
        await App.InitializeAsync();
        App.Jira.Administrators.Add("admin");
        await SaveSettingsAsync(Settings(new { account = Confluence.Account, token = Confluence.ApiToken, cloudId = CloudId, spaces = new[] { new { space = "OPS" } } }));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Statuspage.DisposeAsync();
        await Confluence.DisposeAsync();
    }

    public object Settings(object confluence) => new
    {
        statusPages = new object[] { new { id = "main", provider = "builtin" }, new { id = "sp", provider = "statuspage", pageId = Page.Id, apiKey = Statuspage.ApiKey } },
        postmortems = new { publishing = new { notifySubscribers = true, commentOnTicket = true, confluence } },
    };

    public async Task SaveSettingsAsync(object settings)
    {
        using var held = await App.GetAsync("/api/v1/settings", "admin");
        using var saved = await App.SendAsync(HttpMethod.Put, "/api/v1/settings", settings, "admin", held.Headers.ETag?.Tag);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>An incident that readers saw on both pages, with a postmortem whose account for customers people wrote and approved.</summary>
    public async Task<Incident> ApprovedAsync(string account = "# Email did not arrive\n\nWe are sorry. A disk was full.\n")
    {
        var incident = await App.DraftedAsync();
        App.Jira.Grant("reviewer", SitePermissions.Browse, incident.IssueId);
        App.Jira.Grant("reviewer", SitePermissions.Edit, incident.IssueId);
        await App.InAsync(async services =>
        {
            services.Database.Add(new IncidentUpdate
            {
                InstallationId = App.Site,
                Id = UpdateId.New(App.Clock),
                IncidentId = incident.Id,
                Stage = Stage.Resolved,
                Severity = incident.Severity,
                CustomerWords = "Email works again.",
                PublishedAt = App.Clock.GetUtcNow(),
                Number = 1,
            });
            foreach (var page in new[] { "main", "sp" })
                services.Database.Add(Delivery.Of(App.Site, new PlannedDelivery("statuspage", page, $"statuspage:{page}") { IncidentId = incident.Id.Value }, App.Clock));
            return await services.Database.SaveChangesAsync();
        });
        await DrainAsync();
        await EditAsync(incident, 1, account);
        return incident;
    }

    /// <summary>New words for customers, approved by somebody else.</summary>
    public async Task EditAsync(Incident incident, int version, string account)
    {
        using var edited = await App.SendAsync(HttpMethod.Put, Route(incident), new { version, external = new { markdown = account } }, "editor");
        Assert.True(edited.IsSuccessStatusCode, await edited.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var document = await edited.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        if (document.GetProperty("state").GetString() == "draft")
            await MoveAsync(incident, version + 1, "submit", "editor");
        await MoveAsync(incident, version + 1, "approve", "reviewer");
    }

    public async Task MoveAsync(Incident incident, int version, string move, string by = "editor", HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await App.SendAsync(HttpMethod.Post, Route(incident) + "/moves", new { version, move }, by);
        Assert.True(answer.StatusCode == expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<HttpStatusCode> AskAsync(Incident incident, string target, string want = "published", bool overwrite = false)
    {
        using var answer = await App.SendAsync(HttpMethod.Post, $"{Route(incident)}/publications/{target}", new { want, overwrite }, "editor");
        return answer.StatusCode;
    }

    public static string Route(Incident incident) => $"/api/v1/incidents/{incident.IssueKey}/postmortem";

    /// <summary>Works off what is due; calls that wait for their turn at the standing clock are let go on.</summary>
    public async Task DrainAsync()
    {
        var draining = App.DrainAsync();
        while (!draining.IsCompleted)
        {
            App.Clock.Advance(Tick);
            await Task.WhenAny(draining, Task.Delay(5, TestContext.Current.CancellationToken));
        }
        await draining;
    }

    /// <summary>Until nothing waits for this place any more, through all pauses.</summary>
    public async Task SettleAsync(Incident incident, string target)
    {
        for (var tries = 0; tries < 15; tries++)
        {
            await DrainAsync();
            if ((await RowAsync(incident, target)).State != PublicationState.Waiting)
                return;
            App.Clock.Advance(TimeSpan.FromMinutes(31));
        }
        Assert.Fail($"{target} did not settle: {(await RowAsync(incident, target)).Problem}");
    }

    public Task<Publication> RowAsync(Incident incident, string target) =>
        App.InAsync(services => services.Database.Set<Publication>().AsNoTracking().SingleAsync(p => p.IncidentId == incident.Id && p.Target == target));

    /// <summary>As after a death between the call and its record: the same delivery is handed out again, and the row knows nothing of it.</summary>
    public Task<int> ForgetAsync(Incident incident, string target) => App.InAsync(async services =>
    {
        var id = incident.Id.Value;
        await services.Database.Set<Publication>().Where(p => p.IncidentId == incident.Id && p.Target == target).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PublicationState.Waiting));
        return await services.Database.Set<Delivery>().Where(d => d.IncidentId == id && d.Channel == PublishPostmortem.Channel && d.Destination == target)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Queued).SetProperty(d => d.Attempts, 1).SetProperty(d => d.FinishedAt, (DateTimeOffset?)null));
    });
}
