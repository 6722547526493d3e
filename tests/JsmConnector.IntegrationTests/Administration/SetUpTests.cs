using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.WholeApp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>The guided set-up as an administrator without script presses through it.</summary>
public sealed partial class SetUpTests : IClassFixture<InstalledSites>, IAsyncLifetime
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private readonly InstalledSites _app;

    public SetUpTests(InstalledSites app)
    {
        _app = app;
        app.Acme.Jira.Administrators.Add(Administrator);
    }

    public async ValueTask InitializeAsync()
    {
        await _app.InAsync(_app.Acme, async database =>
        {
            await database.Set<TestTicket>().ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            await database.Set<Incident>().Where(incident => incident.IsTest).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            return await database.Set<SettingsVersion>().ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        });
        _app.App.Services.GetRequiredService<RulesInForce>().Forget(_app.Acme.Id);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_first_step_guesses_from_the_sites_own_data_and_a_save_goes_on_and_can_be_undone()
    {
        var first = await PressAsync(new() { ["decision"] = "go:tickets" });
        Assert.Contains("IT Operations (OPS)", first, StringComparison.Ordinal);
        Assert.Matches("value=\"type.10101.OPS\" checked", first);
        Assert.DoesNotMatch("value=\"type.10102.OPS\" checked", first);
        Assert.Matches("value=\"request.25\" checked", first);

        var second = await PressAsync(new() { ["step"] = "tickets", ["version"] = "0", ["decision"] = "save", ["marks"] = "ticked", ["shown"] = "type|10102|OPS", ["ticket"] = "type|10102|OPS" });
        Assert.Contains("Saved as version 1 of the settings.", second, StringComparison.Ordinal);
        Assert.Contains("How bad is it?", second, StringComparison.Ordinal);
        Assert.Equal(("OPS", "10102"), Assert.Single((await SettingsAsync()).Rules.Incidents) is var rule ? (rule.Projects[0], rule.IssueTypes[0]) : default);

        var late = await PressAsync(new() { ["step"] = "severity", ["decision"] = "undo", ["before"] = "0", ["saved"] = "0" });
        Assert.Contains("somebody changed the settings meanwhile", late, StringComparison.Ordinal);
        Assert.Single((await SettingsAsync()).Rules.Incidents);
        var back = await PressAsync(new() { ["step"] = "severity", ["decision"] = "undo", ["before"] = "0", ["saved"] = "1" });
        Assert.Contains("Taken back", back, StringComparison.Ordinal);
        Assert.Empty((await SettingsAsync()).Rules.Incidents);
    }

    [Fact]
    public async Task Each_step_writes_its_part_of_the_one_document_and_nothing_else()
    {
        await PressAsync(new() { ["step"] = "severity", ["version"] = "0", ["decision"] = "save", ["priority-id"] = "2", ["priority-name"] = "High", ["priority-meaning"] = "1" });
        await PressAsync(new() { ["step"] = "stages", ["version"] = "1", ["decision"] = "save", ["status-id"] = "3", ["status-name"] = "Work in progress", ["status-meaning"] = "monitoring" });
        await PressAsync(new() { ["step"] = "components", ["version"] = "2", ["decision"] = "save", ["source"] = "component|Mail gateway", ["names"] = "Email, Calendar" });
        await PressAsync(new() { ["step"] = "page", ["version"] = "3", ["decision"] = "save", ["title"] = "Acme", ["language"] = "de", ["access"] = "public", ["placed"] = "Email", ["group"] = "Office" });

        var settings = await SettingsAsync();
        Assert.Equal(("2", 1), (settings.Rules.Severity.Single().Priority, settings.Rules.Severity.Single().Severity));
        Assert.Equal("monitoring", settings.Rules.Stages["3"]);
        Assert.Equal(["Email", "Calendar"], settings.Rules.Components.Single().To);
        Assert.Equal(("Acme", "de", "Office"), (settings.StatusPages[0].Page!.Title, settings.StatusPages[0].Page!.Language, settings.StatusPages[0].Page!.Groups.Single().Name));
    }

    [Fact]
    public async Task A_search_and_a_row_that_moves_keep_what_was_typed_and_save_nothing()
    {
        var found = await PressAsync(new() { ["step"] = "components", ["version"] = "0", ["decision"] = "add", ["kind"] = "label", ["q"] = "emea", ["source"] = "component|Mail gateway", ["names"] = "Typed already" });
        Assert.Contains("Typed already", found, StringComparison.Ordinal);
        Assert.Contains("value=\"label|emea\"", found, StringComparison.Ordinal);

        var projects = await PressAsync(new() { ["step"] = "tickets", ["version"] = "0", ["decision"] = "search", ["q"] = "people" });
        Assert.Contains("People (HR)", projects, StringComparison.Ordinal);
        Assert.DoesNotContain("IT Operations (OPS)", projects, StringComparison.Ordinal);

        using var rows = new FormUrlEncodedContent([new("step", "page"), new("version", "0"), new("decision", "down:0"), new("placed", "First"), new("group", "G"), new("placed", "Second"), new("group", "G"), new("session", Session())]);
        var moved = await TextAsync(rows);
        Assert.True(moved.IndexOf("value=\"Second\"", StringComparison.Ordinal) < moved.IndexOf("value=\"First\"", StringComparison.Ordinal));
        Assert.Empty(await _app.RowsAsync<SettingsVersion>(_app.Acme));
    }

    [Fact]
    public async Task Somebody_elses_save_is_not_overwritten_and_a_mistake_is_named()
    {
        await PressAsync(new() { ["step"] = "page", ["version"] = "0", ["decision"] = "save", ["title"] = "First" });

        Assert.Contains("somebody changed the settings meanwhile", await PressAsync(new() { ["step"] = "page", ["version"] = "0", ["decision"] = "save", ["title"] = "Second" }), StringComparison.Ordinal);
        Assert.Contains("statusPages[0].page.language", await PressAsync(new() { ["step"] = "page", ["version"] = "1", ["decision"] = "save", ["language"] = "tlh" }), StringComparison.Ordinal);
        Assert.Contains("no kind of ticket is ticked", await PressAsync(new() { ["step"] = "tickets", ["version"] = "1", ["decision"] = "save", ["marks"] = "ticked" }), StringComparison.Ordinal);
        Assert.Equal("First", (await SettingsAsync()).StatusPages[0].Page!.Title);
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_not_saved_over()
    {
        await PressAsync(new() { ["step"] = "page", ["version"] = "0", ["decision"] = "save", ["title"] = "First" });
        const string later = """{"format": 99, "statusPages": []}""";
        await _app.InAsync(_app.Acme, database =>
        {
            database.Add(new SettingsVersion { InstallationId = _app.Acme.Id, Version = 2, Document = later, SavedAt = _app.Clock.GetUtcNow() });
            return database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        // Neither by a form from before it nor by one from after it.
        foreach (var version in new[] { "1", "2" })
            Assert.Contains("The newest version of the settings cannot be read here, and would be written over.", await PressAsync(new() { ["step"] = "page", ["version"] = version, ["decision"] = "save", ["title"] = "Second" }), StringComparison.Ordinal);

        Assert.Equal("First", (await SettingsAsync()).StatusPages[0].Page!.Title);
        Assert.Equal(later, (await _app.RowsAsync<SettingsVersion>(_app.Acme)).MaxBy(version => version.Version)!.Document);
    }

    [Fact]
    public async Task Somebody_with_a_german_browser_reads_german()
    {
        using var form = new FormUrlEncodedContent([new("session", Session()), new("decision", "go:severity")]);
        var request = new HttpRequestMessage(HttpMethod.Post, "/admin/setup") { Content = form };
        request.Headers.AcceptLanguage.ParseAdd("de-DE,de;q=0.9,en;q=0.5");
        var page = WebUtility.HtmlDecode(await (await _app.SendAsync(request)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Contains("<html lang=\"de\">", page, StringComparison.Ordinal);
        Assert.Contains("Wie schlimm ist es?", page, StringComparison.Ordinal);
        Assert.Contains("Speichern und weiter", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_jira_is_away_the_step_says_so_and_what_counts_stays()
    {
        _app.Acme.Jira.Fail("/rest/api/3/priority", Vendors.JiraFault.Unavailable);

        Assert.Contains("Jira did not tell what there is to choose from.", await PressAsync(new() { ["decision"] = "go:severity" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_goes_from_jira_to_the_page_to_nobody_else_and_leaves_nothing()
    {
        Assert.Contains("Start the test", await PressAsync(new() { ["decision"] = "go:trial" }), StringComparison.Ordinal);
        Assert.Contains("Waiting for Jira", await PressAsync(new() { ["step"] = "trial", ["decision"] = "trial", ["place"] = "OPS|10101" }), StringComparison.Ordinal);
        var ticket = _app.Acme.Jira.Made[^1];
        Assert.Equal(TestIncident.Label, (string?)ticket.Fields["labels"]![0]);

        await _app.TellAsync(_app.Acme, CreatedByTheApp(ticket.Id, ticket.Key));
        await _app.DrainAsync();
        var test = Assert.Single(await _app.RowsAsync<Incident>(_app.Acme), incident => incident.IsTest);
        Assert.Equal((4, 0, null), (test.Severity.Level, test.Components.Count, test.NextUpdateAt));
        Assert.Equal(["statuspage"], (await _app.RowsAsync<Delivery>(_app.Acme)).Where(delivery => delivery.IncidentId == test.Id.Value).Select(delivery => delivery.Channel));
        Assert.Contains("Everything works.", await PressAsync(new() { ["decision"] = "go:trial" }), StringComparison.Ordinal);
        Assert.Contains("Test of this page", await PublicAsync(), StringComparison.Ordinal);

        Assert.Contains("Cleaned up", await PressAsync(new() { ["step"] = "trial", ["decision"] = "end" }), StringComparison.Ordinal);
        Assert.Equal("done", CategoryOf(ticket));
        Assert.DoesNotContain(await _app.RowsAsync<Incident>(_app.Acme), incident => incident.IsTest);
        Assert.DoesNotContain(await _app.RowsAsync<Delivery>(_app.Acme), delivery => delivery.IncidentId == test.Id.Value);
        Assert.DoesNotContain("Test of this page", await PublicAsync(), StringComparison.Ordinal);

        Assert.DoesNotContain("Test of this page", await EverywhereAsync(), StringComparison.Ordinal);

        // What Jira tells of the ticket afterwards begins nothing anew, whether it says closed or not.
        await _app.TellAsync(_app.Acme, TicketEvent.Of(ticket.Id, at: _app.Clock.GetUtcNow()).With("labels", new JsonArray(TestIncident.Label)).ToJsonString());
        await _app.TellAsync(_app.Acme, TicketEvent.Of(ticket.Id, "jira:issue_deleted", _app.Clock.GetUtcNow()).With("labels", new JsonArray(TestIncident.Label)).ToJsonString());
        await _app.TellAsync(_app.Acme, TicketEvent.Of(ticket.Id, at: _app.Clock.GetUtcNow()).With("labels", new JsonArray(TestIncident.Label)).Status("Resolved", "done").ToJsonString());
        await _app.DrainAsync();
        Assert.DoesNotContain(await _app.RowsAsync<Incident>(_app.Acme), incident => incident.IssueId == ticket.Id);
    }

    [Fact]
    public async Task A_test_whose_process_died_is_ended_by_any_other_and_its_ticket_is_closed()
    {
        _app.Acme.Jira.Fail("/rest/api/3/issue", Vendors.JiraFault.DropAfter);
        Assert.Contains("Jira did not answer in time.", await PressAsync(new() { ["step"] = "trial", ["decision"] = "trial", ["place"] = "OPS|10101" }), StringComparison.Ordinal);
        var ticket = _app.Acme.Jira.Made[^1];
        Assert.Contains("its answer is missing", await PressAsync(new() { ["decision"] = "go:trial" }), StringComparison.Ordinal);
        Assert.Contains("A test is under way already.", await PressAsync(new() { ["step"] = "trial", ["decision"] = "trial", ["place"] = "OPS|10101" }), StringComparison.Ordinal);
        await ForgetAsync();
        Assert.Equal("new", CategoryOf(ticket));

        _app.Clock.Advance(TestIncident.Longest + TimeSpan.FromSeconds(1));
        await ForgetAsync();

        Assert.Equal("done", CategoryOf(ticket));
        await ForgetAsync();
        Assert.Empty(await _app.RowsAsync<TestTicket>(_app.Acme));
    }

    [Fact]
    public async Task A_test_whose_answer_was_lost_is_known_by_its_event_and_ends_by_one_press()
    {
        _app.Acme.Jira.Fail("/rest/api/3/issue", Vendors.JiraFault.DropAfter);
        await PressAsync(new() { ["step"] = "trial", ["decision"] = "trial", ["place"] = "OPS|10101" });
        var ticket = _app.Acme.Jira.Made[^1];
        await _app.TellAsync(_app.Acme, CreatedByTheApp(ticket.Id, ticket.Key, (JsonArray)ticket.Fields["labels"]!.DeepClone()));
        await _app.DrainAsync();
        Assert.Contains("Test of this page", await PublicAsync(), StringComparison.Ordinal);
        Assert.Equal(ticket.Id, Assert.Single(await _app.RowsAsync<TestTicket>(_app.Acme), row => row.EndedAt is null).IssueId);

        Assert.Contains("Cleaned up", await PressAsync(new() { ["step"] = "trial", ["decision"] = "end" }), StringComparison.Ordinal);

        Assert.Equal("done", CategoryOf(ticket));
        Assert.DoesNotContain("Test of this page", await PublicAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_jira_could_not_close_at_once_is_closed_later_and_the_page_is_clean_meanwhile()
    {
        await PressAsync(new() { ["step"] = "trial", ["decision"] = "trial", ["place"] = "OPS|10101" });
        var ticket = _app.Acme.Jira.Made[^1];
        await _app.TellAsync(_app.Acme, CreatedByTheApp(ticket.Id, ticket.Key));
        await _app.DrainAsync();
        Assert.Contains("Test of this page", await PublicAsync(), StringComparison.Ordinal);
        _app.Acme.Jira.Fail("/transitions", Vendors.JiraFault.Unavailable);

        Assert.Contains("tries again every minute", await PressAsync(new() { ["step"] = "trial", ["decision"] = "end" }), StringComparison.Ordinal);
        Assert.DoesNotContain("Test of this page", await PublicAsync(), StringComparison.Ordinal);
        Assert.Equal("new", CategoryOf(ticket));

        await ForgetAsync();
        Assert.Equal("done", CategoryOf(ticket));
    }

    [Fact]
    public async Task A_word_of_a_test_that_was_on_its_way_when_the_test_ended_comes_to_no_page()
    {
        await using var scope = Platform.Database.TenantScopes.Enter(_app.App.Services.GetRequiredService<IServiceScopeFactory>(), _app.Acme.Id);
        var page = scope.ServiceProvider.GetRequiredService<IEnumerable<JsmConnector.StatusPages.IStatusPageProvider>>().Single(provider => provider.Name == "builtin");
        var (now, gone) = (_app.Clock.GetUtcNow(), IncidentId.New(_app.Clock));
        var word = new JsmConnector.StatusPages.PublicIncident
        {
            Id = gone,
            IssueId = "1",
            IssueKey = "OPS-1",
            Title = "Word of a test",
            Stage = Stage.Investigating,
            WorstSeverity = Severity.Low,
            StartedAt = now,
            ResolvedAt = null,
            NextUpdateAt = null,
            Components = [],
            Updates = [],
            IsTest = true,
        };

        var outcome = await page.BringToAsync(new JsmConnector.StatusPages.MirrorTask(new DeliveryAttempt(new DeliveryId(Guid.NewGuid()), _app.Acme.Id, gone.Value, null, "main", 1, now), StatusPageSettings.BuiltIn, word, []), TestContext.Current.CancellationToken);

        Assert.IsType<DeliveryOutcome.Suppressed>(outcome);
        Assert.DoesNotContain("Word of a test", await PublicAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_as_somebody_types_asks_jira_once_and_names_the_types_all_the_same()
    {
        await PressAsync(new() { ["decision"] = "go:components" });
        _app.Acme.Jira.Calls.Clear();

        Assert.Contains("[System] Incident", await PressAsync(new() { ["step"] = "tickets", ["version"] = "0", ["decision"] = "search", ["q"] = "oper" }), StringComparison.Ordinal);
        await PressAsync(new() { ["step"] = "components", ["version"] = "0", ["decision"] = "search", ["q"] = "mail" });

        var asked = _app.Acme.Jira.Calls.Where(call => !call.Contains("permissions", StringComparison.Ordinal));
        Assert.Equal(["GET /rest/api/3/project/search", "GET /rest/servicedeskapi/requesttype"], asked);
    }

    [Fact]
    public async Task Two_thousand_components_keep_their_groups_when_a_few_are_on_the_screen()
    {
        await SaveAsync(settings => settings with
        {
            StatusPages = [StatusPageSettings.BuiltIn with { Page = new PageSettings { Groups = [.. Enumerable.Range(0, 20).Select(group => new PageGroupSettings { Name = $"G{group}", Components = [.. Enumerable.Range(0, 100).Select(number => $"C{group}-{number}")] })] } }],
        });
        Assert.Contains("There are more.", await PressAsync(new() { ["decision"] = "go:page" }), StringComparison.Ordinal);

        await PressAsync(new() { ["step"] = "page", ["version"] = "1", ["decision"] = "save", ["title"] = "Acme", ["placed"] = "C19-99", ["group"] = "G0" });

        var groups = (await SettingsAsync()).StatusPages[0].Page!.Groups;
        Assert.Equal((20, 2000, "C19-99"), (groups.Count, groups.Sum(group => group.Components.Count), groups[0].Components[0]));
        Assert.Equal(99, groups.Single(group => group.Name == "G19").Components.Count);
    }

    private static string? CategoryOf(Vendors.FakeJiraIssue ticket) => (string?)ticket.Fields["status"]!["statusCategory"]!["key"];

    private Task ForgetAsync() => _app.App.Services.GetRequiredService<JsmConnector.Administration.SetUp.ForgetTrials>().RunAsync(TestContext.Current.CancellationToken);

    private async Task SaveAsync(Func<InstallationSettings, InstallationSettings> change)
    {
        await using var scope = Platform.Database.TenantScopes.Enter(_app.App.Services.GetRequiredService<IServiceScopeFactory>(), _app.Acme.Id);
        var (version, held) = await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetVersionAsync(_app.Acme.Id, TestContext.Current.CancellationToken);
        Assert.IsType<SettingsSaved.Saved>(await scope.ServiceProvider.GetRequiredService<SaveSettings>().SaveAsync(_app.Acme.Id, change(held), version, null, TestContext.Current.CancellationToken));
    }

    /// <summary>Everything that readers and their programs fetch from a page.</summary>
    private async Task<string> EverywhereAsync()
    {
        await _app.RenewAsync(_app.Acme);
        var all = new System.Text.StringBuilder();
        foreach (var path in new[] { "", "/history", "/history.atom", "/history.rss", "/feed.json", "/maintenance.ics", "/api/v2/summary.json", "/api/v2/incidents.json", "/api/v2/incidents/unresolved.json" })
        {
            var answer = await _app.GetAsync($"/status/{_app.Acme.Address}{path}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            all.AppendLine(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        return all.ToString();
    }

    private string CreatedByTheApp(string id, string key, JsonArray? labels = null)
    {
        var told = TicketEvent.Of(id, "jira:issue_created", _app.Clock.GetUtcNow()).With("labels", labels ?? new JsonArray(TestIncident.Label));
        told["user"] = new JsonObject { ["accountId"] = "app-account" };
        told["issue"]!["key"] = key;
        return told.ToJsonString();
    }

    private async Task<string> PublicAsync()
    {
        await _app.RenewAsync(_app.Acme);
        return await (await _app.GetAsync($"/status/{_app.Acme.Address}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<InstallationSettings> SettingsAsync()
    {
        await using var scope = Platform.Database.TenantScopes.Enter(_app.App.Services.GetRequiredService<IServiceScopeFactory>(), _app.Acme.Id);
        return await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(_app.Acme.Id, TestContext.Current.CancellationToken);
    }

    private string Session()
    {
        var caller = new AtlassianPrincipal { InstallationId = _app.Acme.Id.Value, AccountId = Administrator, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() };
        return _app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, "administration");
    }

    private async Task<string> PressAsync(Dictionary<string, string> form, string path = "/admin/setup")
    {
        form["session"] = Session();
        using var content = new FormUrlEncodedContent(form);
        return await TextAsync(content, path);
    }

    private async Task<string> TextAsync(FormUrlEncodedContent form, string path = "/admin/setup")
    {
        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
