using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Maintenances;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.History;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>The screen about status pages: what it shows, and that its buttons do what they say.</summary>
public sealed partial class PagesScreenTests : IClassFixture<InstalledSites>
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private readonly InstalledSites _app;

    public PagesScreenTests(InstalledSites app)
    {
        _app = app;
        app.Acme.Jira.Administrators.Add(Administrator);
    }

    [Fact]
    public async Task Maintenance_is_planned_begun_and_cancelled_with_buttons()
    {
        var from = _app.Clock.GetUtcNow().AddHours(3);
        var planned = await PressAsync(new() { ["decision"] = "plan", ["title"] = "Upgrade <b>", ["components"] = "Email, Chat", ["from"] = Form(from), ["until"] = Form(from.AddHours(1)) });

        Assert.Contains("The maintenance is announced", planned, StringComparison.Ordinal);
        Assert.Contains("Upgrade &lt;b&gt;", planned, StringComparison.Ordinal);
        var row = Assert.Single(await _app.RowsAsync<Maintenance>(_app.Acme), row => row.Title == "Upgrade <b>");
        Assert.Equal(2, row.ComponentIds.Length);
        Assert.Equal(from.ToUnixTimeSeconds() / 60, row.ScheduledFor.ToUnixTimeSeconds() / 60);
        await PressAsync(new() { ["decision"] = "advance", ["id"] = row.Id.Value.ToString(), ["stage"] = "in_progress" });
        await PressAsync(new() { ["decision"] = "advance", ["id"] = row.Id.Value.ToString(), ["stage"] = "completed" });
        Assert.Equal(MaintenanceStage.Completed, Assert.Single(await _app.RowsAsync<Maintenance>(_app.Acme), row => row.Title == "Upgrade <b>").Stage);
        Assert.Contains("scheduledUntil", await PressAsync(new() { ["decision"] = "plan", ["from"] = Form(from), ["until"] = Form(from.AddHours(-1)) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_whose_name_holds_a_comma_is_one_component()
    {
        var from = _app.Clock.GetUtcNow().AddHours(9);
        foreach (var (title, typed) in new[] { ("In marks", "Email, \"Chat, voice\""), ("Known by now", "Chat, voice, Email") })
            await PressAsync(new() { ["decision"] = "plan", ["title"] = title, ["components"] = typed, ["from"] = Form(from), ["until"] = Form(from.AddHours(1)) });

        var names = (await _app.RowsAsync<Component>(_app.Acme)).ToDictionary(component => component.Id.Value, component => component.Name);
        Assert.All((await _app.RowsAsync<Maintenance>(_app.Acme)).Where(row => row.ScheduledFor > from.AddMinutes(-1)), row => Assert.Equal(["Chat, voice", "Email"], row.ComponentIds.Select(id => names[id]).Order()));
    }

    [Fact]
    public async Task A_page_for_invited_readers_has_links_that_are_made_and_withdrawn()
    {
        await SaveAsync(new StatusPageSettings { Id = "main", Provider = "builtin", Page = new PageSettings { Access = "link" } });

        var page = await PressAsync(new() { ["decision"] = "link", ["name"] = "Colleagues" });
        Assert.Contains("?key=", page, StringComparison.Ordinal);
        var link = Assert.Single(await _app.RowsAsync<PageAccessLink>(_app.Acme));
        await PressAsync(new() { ["decision"] = "withdraw", ["id"] = link.Id.ToString() });
        Assert.NotNull(Assert.Single(await _app.RowsAsync<PageAccessLink>(_app.Acme)).WithdrawnAt);
        await SaveAsync(StatusPageSettings.BuiltIn);
    }

    [Fact]
    public async Task An_incident_of_the_past_is_added_once_however_often_the_button_is_pressed()
    {
        var ended = _app.Clock.GetUtcNow().AddDays(-2);
        Dictionary<string, string> form = new()
        {
            ["decision"] = "backfill",
            ["past-title"] = "Slow <i>mail</i>",
            ["impact"] = "major",
            ["began"] = Form(ended.AddHours(-1)),
            ["ended"] = Form(ended),
            ["past-components"] = "Email",
            ["at-the-beginning"] = "Mail is slow.",
            ["at-the-end"] = "Mail is fast again.",
        };

        Assert.Contains("stands in the history", await PressAsync(form), StringComparison.Ordinal);
        Assert.Contains("stands in the history", await PressAsync(form), StringComparison.Ordinal);

        var incident = Assert.Single(await _app.RowsAsync<PublishedIncident>(_app.Acme));
        Assert.Equal(("Slow <i>mail</i>", "resolved", "major"), (incident.Title, incident.Stage, incident.Impact));
        Assert.Equal(["Mail is slow.", "Mail is fast again."], (await _app.RowsAsync<PublishedUpdate>(_app.Acme)).OrderBy(update => update.Number).Select(update => update.Words));
        Assert.Contains(await _app.RowsAsync<HistoryRecord>(_app.Acme), record => record.Author == Administrator);
        var refused = await PressAsync(new() { ["decision"] = "backfill", ["past-title"] = "", ["began"] = Form(ended), ["ended"] = Form(ended.AddDays(9)) });
        Assert.Contains("Give a short title. Beginning or end is missing", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_has_a_name_of_its_own_and_the_import_asks_for_what_is_read()
    {
        var page = await PressAsync([]);

        var ids = Ids().Matches(page).Select(match => match.Groups["id"].Value).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.Contains("name=\"source\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_answered_with_what_to_do()
    {
        Assert.Contains("Give the id of a statuspage entry", await PressAsync(new() { ["decision"] = "import", ["source"] = "nowhere" }), StringComparison.Ordinal);
        Assert.Contains("Say from when until when", await PressAsync(new() { ["decision"] = "correct" }), StringComparison.Ordinal);
        Assert.Contains("done already", await PressAsync(new() { ["decision"] = "replay", ["id"] = Guid.NewGuid().ToString() }), StringComparison.Ordinal);
        Assert.Contains("done already", await PressAsync(new() { ["decision"] = "repair", ["subject"] = "component:x" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_screen_is_for_administrators() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.AskAsync(_app.Acme, HttpMethod.Get, "/admin/pages", "somebody-else")).StatusCode);

    private static string Form(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private async Task SaveAsync(StatusPageSettings page)
    {
        await using var scope = _app.App.Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<JsmConnector.Platform.Database.TenantScope>().Enter(_app.Acme.Id);
        var version = (await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetVersionAsync(_app.Acme.Id, TestContext.Current.CancellationToken)).Version;
        Assert.IsType<SettingsSaved.Saved>(await scope.ServiceProvider.GetRequiredService<SaveSettings>().SaveAsync(_app.Acme.Id, new InstallationSettings { StatusPages = [page] }, version, null, TestContext.Current.CancellationToken));
    }

    private async Task<string> PressAsync(Dictionary<string, string> form)
    {
        form["page"] = "main";
        var caller = new AtlassianPrincipal { InstallationId = _app.Acme.Id.Value, AccountId = Administrator, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() };
        form["session"] = _app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, "administration");
        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin/pages") { Content = new FormUrlEncodedContent(form) });
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ids();
}
