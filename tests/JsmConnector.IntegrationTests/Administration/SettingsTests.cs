using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>The settings document of a site, through the API and on the screen.</summary>
public sealed class SettingsTests : IClassFixture<InstalledSites>, IAsyncLifetime
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private const string Statuspage = """{"statusPages":[{"id":"main","provider":"builtin"},{"id":"sp","provider":"statuspage","pageId":"abc","apiKey":"key-of-the-page"}]}""";
    private readonly InstalledSites _app;

    public SettingsTests(InstalledSites app)
    {
        _app = app;
        app.Acme.Jira.Administrators.Add(Administrator);
    }

    public async ValueTask InitializeAsync() =>
        await _app.InAsync(_app.Acme, database => database.Set<SettingsVersion>().ExecuteDeleteAsync(TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Versions_are_listed_compared_and_gone_back_to_without_losing_one()
    {
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(0, Statuspage)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(1, """{"postmortems":{"delay":"01:00:00"}}""")).Status);

        var (_, listed) = await CallAsync(HttpMethod.Get, "/api/v1/settings/versions");
        Assert.Equal([2, 1], listed["versions"]!.AsArray().Select(row => (int)row!["version"]!));
        Assert.Equal(Administrator, (string?)listed["versions"]![0]!["savedBy"]);
        var (_, changed) = await CallAsync(HttpMethod.Get, "/api/v1/settings/versions/2/diff");
        Assert.Equal(["statusPages[sp]", "postmortems.delay"], changed["differences"]!.AsArray().Select(row => (string?)row!["path"]));
        Assert.DoesNotContain("key-of-the-page", changed.ToJsonString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.PreconditionRequired, (await CallAsync(HttpMethod.Post, "/api/v1/settings/versions/1/restore")).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await CallAsync(HttpMethod.Post, "/api/v1/settings/versions/1/restore", null, 1)).Status);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(HttpMethod.Post, "/api/v1/settings/versions/1/restore", null, 2)).Status);

        var held = await HeldAsync();
        Assert.Equal((3, "key-of-the-page"), (held.Version, held.Settings.StatusPages.Single(page => page.Id == "sp").ApiKey));
        Assert.Empty((await CallAsync(HttpMethod.Get, "/api/v1/settings/versions/3/diff?against=1")).Body["differences"]!.AsArray());
    }

    [Fact]
    public async Task A_page_is_seen_with_its_new_look_before_the_settings_are_saved()
    {
        const string Draft = """{"statusPages":[{"id":"main","provider":"builtin","page":{"title":"Acme <Cloud>","about":"New words.","branding":{"css":".band { border-radius: 17px }","logo":"data:image/svg+xml;base64,PHN2Zy8+"}}}]}""";

        var shown = await PressAsync(new() { ["decision"] = "preview", ["version"] = "0", ["document"] = Draft });
        var frame = shown[shown.IndexOf("<iframe", StringComparison.Ordinal)..shown.IndexOf("</iframe>", StringComparison.Ordinal)];

        Assert.Contains(" sandbox ", frame, StringComparison.Ordinal);
        // Decoded once, as the browser reads the attribute: the title in it is still encoded.
        Assert.Contains("Acme &lt;Cloud&gt;", frame, StringComparison.Ordinal);
        Assert.All(["New words.", "border-radius: 17px", "data:image/svg+xml;base64,PHN2Zy8"], part => Assert.Contains(part, frame, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", frame, StringComparison.Ordinal);
        Assert.DoesNotContain("<link rel=\"stylesheet\"", frame, StringComparison.Ordinal);
        Assert.Equal(0, (await HeldAsync()).Version);
        var refused = await PressAsync(new() { ["decision"] = "preview", ["version"] = "0", ["document"] = """{"statusPages":[{"id":"main","provider":"builtin","page":{"branding":{"css":"</style><script>"}}}]}""" });
        Assert.DoesNotContain("<iframe", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"statusPages":[{"id":null,"provider":"builtin"}]}""", "statusPages[0].id")]
    [InlineData("""{"format":99}""", "format")]
    [InlineData("""{"statusPages":[{"id":"sp","provider":"statuspage","pageId":"abc","apiKey":"***"}]}""", "statusPages[0].apiKey")]
    public async Task A_document_that_cannot_count_is_refused_by_field_and_nothing_is_saved(string document, string field)
    {
        var (status, problem) = await PutAsync(0, document);

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)problem["errors"]![0]!["field"]));
        Assert.NotNull(problem["errors"]![0]!["mend"]);
        Assert.Equal(0, (await HeldAsync()).Version);
    }

    [Fact]
    public async Task An_unreadable_version_leaves_the_last_good_one_in_force_and_the_administrator_sees_why()
    {
        await PutAsync(0, """{"postmortems":{"delay":"01:00:00"}}""");
        await _app.InAsync(_app.Acme, database =>
        {
            database.Add(new SettingsVersion { InstallationId = _app.Acme.Id, Version = 2, Document = """{"format":99,"postmortems":{"delay":"05:00:00"}}""", SavedAt = _app.Clock.GetUtcNow() });
            return database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal(TimeSpan.FromHours(1), (await HeldAsync()).Settings.Postmortems.Delay);
        var page = await PressAsync([]);
        Assert.Contains("The newest version cannot be read.", page, StringComparison.Ordinal);
        Assert.Contains("Until then version 1 counts.", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(2, """{"postmortems":{"delay":"03:00:00"}}""")).Status);
        Assert.Null((await HeldAsync()).Trouble);
    }

    [Fact]
    public async Task On_the_screen_a_document_is_checked_saved_and_gone_back_from()
    {
        var mistaken = await PressAsync(new() { ["decision"] = "save", ["version"] = "0", ["document"] = """{"postmortems":{"delay":"90.00:00:00"}}""" });
        Assert.Contains("postmortems.delay", mistaken, StringComparison.Ordinal);
        Assert.Contains("90.00:00:00", mistaken, StringComparison.Ordinal);

        var check = await PressAsync(new() { ["decision"] = "check", ["version"] = "0", ["document"] = """{"postmortems":{"delay":"04:00:00"}}""" });
        Assert.Contains("What it would change", check, StringComparison.Ordinal);
        Assert.Equal(0, (await HeldAsync()).Version);

        Assert.Contains("Version 1 is saved", await PressAsync(new() { ["decision"] = "save", ["version"] = "0", ["document"] = Statuspage }), StringComparison.Ordinal);
        var second = await PressAsync(new() { ["decision"] = "save", ["version"] = "1", ["document"] = "{}" });
        Assert.DoesNotContain("key-of-the-page", second, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved: version 2", await PressAsync(new() { ["decision"] = "save", ["version"] = "1", ["document"] = "{}" }), StringComparison.Ordinal);

        Assert.Contains("statusPages[sp]", await PressAsync(new() { ["decision"] = "compare", ["compared"] = "2" }), StringComparison.Ordinal);
        Assert.Contains("Version 3 is saved", await PressAsync(new() { ["decision"] = "restore", ["restored"] = "1", ["version"] = "2" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_are_saved_count_for_the_next_event()
    {
        await _app.TellAsync(_app.Acme, TicketEvent.Of("71001").Components("VPN").With("issuetype", new JsonObject { ["id"] = "10077", ["name"] = "Störung" }).ToJsonString());
        await _app.DrainAsync();
        Assert.DoesNotContain(await _app.RowsAsync<Incident>(_app.Acme), incident => incident.IssueId == "71001");

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(0, """
            {"rules":{"incidents":[{"issueTypes":["10077"]}],"severity":[{"when":"component = VPN","severity":2}],"components":[{"from":"vpn","to":["Remote work","Offices"]}],"classes":[{"when":"issuetype = 10077","class":"performance"}],"effects":[{"severity":2,"components":["Offices"],"state":"degraded_performance"}]}}
            """)).Status);
        await _app.TellAsync(_app.Acme, TicketEvent.Of("71002").Components("VPN").With("issuetype", new JsonObject { ["id"] = "10077", ["name"] = "Störung" }).ToJsonString());
        await _app.DrainAsync();

        var incident = (await _app.RowsAsync<Incident>(_app.Acme)).Single(incident => incident.IssueId == "71002");
        var components = (await _app.RowsAsync<IncidentComponent>(_app.Acme)).Where(row => row.IncidentId == incident.Id).Select(row => $"{row.Name}: {row.StatusUnder(incident.Severity)}").Order();
        Assert.Equal((2, "performance"), (incident.Severity.Level, incident.Class));
        Assert.Equal(["Offices: DegradedPerformance", "Remote work: PartialOutage"], components);
    }

    [Fact]
    public async Task A_rule_that_never_counts_is_warned_of_before_it_is_saved()
    {
        var (status, answer) = await CallAsync(HttpMethod.Post, "/api/v1/settings/check", """{"rules":{"severity":[{"priority":"1","severity":1},{"priority":"1","severity":3}]}}""");

        Assert.Equal((HttpStatusCode.OK, "rules.severity[1]"), (status, (string?)answer["warnings"]![0]!["field"]));
    }

    private async Task<SettingsInForce> HeldAsync()
    {
        await using var scope = _app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(_app.Acme.Id);
        return await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetInForceAsync(_app.Acme.Id, TestContext.Current.CancellationToken);
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> PutAsync(int version, string document) => CallAsync(HttpMethod.Put, "/api/v1/settings", document, version);

    private async Task<(HttpStatusCode Status, JsonNode Body)> CallAsync(HttpMethod method, string path, string? body = null, int? version = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Hostile.HostileWorld.Json(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {Screens.SiteToken.Context(_app.Acme.ClientKey, _app.Acme.Secret, Administrator, _app.Clock.GetUtcNow())}");
        if (version is { } number)
            request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{number}\""));
        var answer = await _app.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private async Task<string> PressAsync(Dictionary<string, string> form)
    {
        var caller = new AtlassianPrincipal { InstallationId = _app.Acme.Id.Value, AccountId = Administrator, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() };
        form["session"] = _app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, "administration");
        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin/settings") { Content = new FormUrlEncodedContent(form) });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
