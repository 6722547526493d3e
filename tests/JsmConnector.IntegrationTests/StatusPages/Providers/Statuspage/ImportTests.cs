using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.StatusPages.Import;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>A site with the stand-in for Statuspage behind its settings.</summary>
public sealed class ImportingSite(PostgresServer postgres) : InstalledSites(postgres)
{
    public FakeStatuspage Fake { get; private set; } = null!;

    protected override IReadOnlyList<string> Arguments => [$"--Statuspage:ApiUrl={Fake.ApiUrl}", "--Statuspage:RequestsPerSecond=10000"];

    public override async ValueTask InitializeAsync()
    {
        Fake = await FakeStatuspage.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Fake.DisposeAsync();
    }
}

/// <summary>The past of a Statuspage page, taken over: with progress, going on after trouble, and never twice.</summary>
public sealed class ImportTests(ImportingSite app) : IClassFixture<ImportingSite>
{
    private const string Person = "5b10ac8d82e05b22cc7d4ef5";
    private const string Route = "/api/v1/status-pages/main/imports";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_history_is_taken_over_portion_by_portion_goes_on_after_trouble_and_twice_is_once()
    {
        app.Acme.Jira.Administrators.Add(Person);
        var page = app.Fake.AddPage("gytm4qzbx9t6", "c1", "c2");
        page.Name("c1", "Email");
        page.Name("c2", "Chat");
        for (var number = 0; number < 230; number++)
            End(page.AddByHand($"Past {number} &amp; gone", createdAt: app.Clock.GetUtcNow().AddDays(-1 - number)), number);
        page.AddByHand("Still open");
        await SaveAsync(new StatusPageSettings { Id = "sp", Provider = "statuspage", PageId = page.Id, ApiKey = app.Fake.ApiKey });

        Assert.Equal(HttpStatusCode.Accepted, (await BeginAsync("sp")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await BeginAsync("sp")).StatusCode);
        // The first page of incidents is there, then the vendor has trouble.
        app.Fake.Weather = request => request.Query.Contains("page=2", StringComparison.Ordinal) ? StatuspageFault.Answer(503) : null;
        await RunAsync();
        var half = await NewestAsync();
        Assert.Equal(("running", 2, 99), ((string?)half["state"], (int)half["components"]!, (int)half["incidents"]!));
        Assert.Contains("503", (string?)half["reason"], StringComparison.Ordinal);
        app.Fake.Weather = null;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await RunAsync();

        var done = await NewestAsync();
        Assert.Equal(("done", 230), ((string?)done["state"], (int)done["incidents"]!));
        await BeginAsync("sp");
        await RunAsync();
        var rows = await app.RowsAsync<PublishedIncident>(app.Acme);
        Assert.Equal(230, rows.Count(row => row.Title.StartsWith("Past ", StringComparison.Ordinal)));
        // A portion is one change of the page, not a hundred.
        Assert.InRange((await app.RowsAsync<PublishedPage>(app.Acme)).Single(held => held.PageId == "main").Version, 1, 20);
        Assert.DoesNotContain(rows, row => row.Title == "Still open");
        Assert.Contains("Past 229 & gone", rows.Select(row => row.Title));
        Assert.Equal(460, (await app.RowsAsync<PublishedUpdate>(app.Acme)).Count(update => update.Words is "We look." or "Over."));
        Assert.Equal(["Chat", "Email"], (await app.RowsAsync<PublishedComponent>(app.Acme)).Select(component => component.Name).Where(name => name is "Chat" or "Email").Order(StringComparer.Ordinal));
        await app.RenewAsync(app.Acme);
        Assert.Contains("Past 0", await (await app.GetAsync($"/status/{app.Acme.Address}/history")).Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_everybody_can_read_is_taken_over_by_its_address_with_its_groups()
    {
        app.Acme.Jira.Administrators.Add(Person);
        await using var theirs = await PublicPageAsync();
        await SaveAsync(StatusPageSettings.BuiltIn);

        Assert.Equal(HttpStatusCode.Accepted, (await BeginAsync(theirs.Urls.Single())).StatusCode);
        await RunAsync();

        Assert.Equal("done", (string?)(await NewestAsync())["state"]);
        var row = (await app.RowsAsync<PublishedIncident>(app.Acme)).Single(incident => incident.Title == "Git was slow");
        var words = (await app.RowsAsync<PublishedUpdate>(app.Acme)).Single(update => update.IncidentId == row.PublicId).Words;
        Assert.Equal(("major", "It is <over>.\nThank you."), (row.Impact, words));
        var settings = await SettingsAsync();
        Assert.Equal(("Core", "Git"), (settings.StatusPages[0].Page!.Groups.Single().Name, settings.StatusPages[0].Page!.Groups.Single().Components.Single()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData("ftp://example.com")]
    [InlineData("file:///etc/passwd")]
    public async Task What_is_no_page_is_refused(string from)
    {
        app.Acme.Jira.Administrators.Add(Person);

        Assert.Equal(HttpStatusCode.BadRequest, (await BeginAsync(from)).StatusCode);
    }

    private static void End(FakeStatuspageIncident incident, int number)
    {
        (incident.Status, incident.ImpactOverride, incident.ResolvedAt) = ("resolved", "minor", incident.CreatedAt.AddHours(1));
        incident.Updates = [new($"a{number}", "investigating", "We look.", true, incident.CreatedAt), new($"b{number}", "resolved", "Over.", true, incident.CreatedAt.AddHours(1))];
    }

    private static async Task<WebApplication> PublicPageAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var server = builder.Build();
        server.MapGet("/api/v2/components.json", () => Results.Text("""{"page":{},"components":[{"id":"g1","name":"Core","group":true,"components":["c9"]},{"id":"c9","name":"Git","group":false,"group_id":"g1"},{"id":"c8","name":"Loose","group":false,"group_id":null},17]}""", "application/json"));
        server.MapGet("/api/v2/incidents.json", () => Results.Text("""{"incidents":[{"id":"i1","name":"Git was slow","status":"postmortem","impact":"major","created_at":"2026-10-01T10:00:00.000Z","resolved_at":"2026-10-01T11:00:00.000Z","components":[{"name":"Git"}],"incident_updates":[{"status":"resolved","body":"It is &lt;over&gt;.<br />Thank <b>you</b>.","display_at":"2026-10-01T11:00:00.000Z"}]},{"id":"i2"},null]}""", "application/json"));
        await server.StartAsync();
        return server;
    }

    private Task<HttpResponseMessage> BeginAsync(string from) => app.AskAsync(app.Acme, HttpMethod.Post, Route, Person, JsonContent.Create(new { from }));

    private Task RunAsync() => app.App.Services.GetRequiredService<RunImports>().RunAsync(Token);

    private async Task<JsonNode> NewestAsync() => JsonNode.Parse(await (await app.AskAsync(app.Acme, HttpMethod.Get, Route, Person)).Content.ReadAsStringAsync(Token))!["imports"]![0]!;

    private async Task<InstallationSettings> SettingsAsync()
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<JsmConnector.Platform.Database.TenantScope>().Enter(app.Acme.Id);
        return await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(app.Acme.Id, Token);
    }

    private async Task SaveAsync(StatusPageSettings other)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<JsmConnector.Platform.Database.TenantScope>().Enter(app.Acme.Id);
        var version = (await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetVersionAsync(app.Acme.Id, Token)).Version;
        var pages = other.Id == "main" ? new[] { other } : [StatusPageSettings.BuiltIn, other];
        Assert.IsType<SettingsSaved.Saved>(await scope.ServiceProvider.GetRequiredService<SaveSettings>().SaveAsync(app.Acme.Id, new InstallationSettings { StatusPages = pages }, version, null, Token));
    }
}
