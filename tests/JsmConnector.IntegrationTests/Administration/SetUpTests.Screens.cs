using JsmConnector.Administration.Words;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>The screens that edit the rest of the one settings document: rules, destinations, and what they leave on record.</summary>
public sealed partial class SetUpTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_rule_is_added_as_a_row_one_that_never_counts_is_marked_and_a_press_takes_it_back()
    {
        var empty = await PressAsync(new() { ["section"] = "effects" }, "/admin/rules");
        Assert.Contains("There is no rule yet.", empty, StringComparison.Ordinal);
        Assert.Contains("Severity, row 1", await PressAsync(new() { ["section"] = "effects", ["version"] = "0", ["decision"] = "add" }, "/admin/rules"), StringComparison.Ordinal);

        var saved = await PressAsync("/admin/rules", ("section", "effects"), ("version", "0"), ("decision", "save"),
            ("row", ""), ("cell-severity", "2"), ("cell-components", "Email"), ("cell-state", "degraded_performance"),
            ("row", ""), ("cell-severity", "2"), ("cell-components", "Email"), ("cell-state", "major_outage"));

        Assert.Contains("Saved as version 1 of the settings.", saved, StringComparison.Ordinal);
        Assert.Contains("It never counts: row 1 asks the same and comes first.", saved, StringComparison.Ordinal);
        Assert.Equal([(2, "Email", "degraded_performance"), (2, "Email", "major_outage")], (await SettingsAsync()).Rules.Effects.Select(rule => (rule.Severity, rule.Components[0], rule.State)));
        Assert.Contains("Taken back", await PressAsync(new() { ["section"] = "effects", ["decision"] = "undo", ["before"] = "0", ["saved"] = "1" }, "/admin/rules"), StringComparison.Ordinal);
        Assert.Empty((await SettingsAsync()).Rules.Effects);
    }

    [Fact]
    public async Task A_mistake_in_a_row_is_named_and_what_was_typed_stays()
    {
        var refused = await PressAsync("/admin/rules", ("section", "classes"), ("version", "0"), ("decision", "save"), ("row", ""), ("cell-when", "labels = = x"), ("cell-class", "security"));

        Assert.Contains("rules.classes[0].when", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"labels = = x\"", refused, StringComparison.Ordinal);
        Assert.Empty(await _app.RowsAsync<SettingsVersion>(_app.Acme));
    }

    [Fact]
    public async Task What_the_site_has_no_more_is_named_beside_its_rule_and_in_the_explanation()
    {
        _app.Acme.Jira.ArchivedProjects.Add("HR");
        await SaveAsync(settings => settings with { Rules = settings.Rules with { Incidents = [new IncidentRule { Projects = ["OPS", "OLD", "HR"], RequestTypes = ["77"] }], Severity = [new SeverityRule { Priority = "99", Severity = 1 }] } });

        var rules = await PressAsync(new() { ["section"] = "incidents" }, "/admin/rules");
        Assert.Contains("The site has no “OLD” any more", rules, StringComparison.Ordinal);
        Assert.Contains("The site has no “HR” any more", rules, StringComparison.Ordinal);
        Assert.Contains("The site has no “77” any more", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("The site has no “OPS” any more", rules, StringComparison.Ordinal);
        Assert.Contains("The site has no “99” any more", await PressAsync(new() { ["section"] = "severity" }, "/admin/rules"), StringComparison.Ordinal);
        var explained = await PressAsync(new() { ["decision"] = "newest" }, "/admin/explain");
        Assert.Contains("rules.incidents[0].projects", explained, StringComparison.Ordinal);
        Assert.Contains("“OLD”", explained, StringComparison.Ordinal);
        Assert.Contains("rules.severity[0].priority", explained, StringComparison.Ordinal);
        _app.Acme.Jira.ArchivedProjects.Clear();
    }

    [Fact]
    public async Task Severities_are_chosen_by_impact_and_urgency_for_one_project()
    {
        Assert.Contains("There is no matrix of impact and urgency yet.", await PressAsync(new() { ["section"] = "severity" }, "/admin/rules"), StringComparison.Ordinal);
        var fields = await PressAsync(new() { ["section"] = "severity", ["version"] = "0", ["decision"] = "save", ["field-rules.fields.impact"] = "customfield_10004", ["field-rules.fields.urgency"] = "customfield_10041" }, "/admin/rules");
        Assert.Contains("Extensive, Critical", fields, StringComparison.Ordinal);

        await PressAsync("/admin/rules", ("section", "severity"), ("version", "1"), ("decision", "matrix"), ("project", "OPS"), ("impact", "Extensive"), ("urgency", "Critical"), ("level", "1"), ("impact", "Extensive"), ("urgency", "Low"), ("level", ""));

        var rule = Assert.Single((await SettingsAsync()).Rules.Severity);
        Assert.Equal(("OPS", "Extensive", "Critical", 1), (rule.Projects[0], rule.Impact, rule.Urgency, rule.Severity));
    }

    [Fact]
    public async Task A_channel_is_tried_before_it_is_saved_and_its_secret_is_neither_shown_nor_lost()
    {
        Assert.Contains("Where the events are sent, https.", await PressAsync(new() { ["decision"] = "new", ["what"] = "channel", ["kind"] = "webhook" }, "/admin/destinations"), StringComparison.Ordinal);

        var tried = await PressAsync(new() { ["decision"] = "test", ["what"] = "channel", ["kind"] = "webhook", ["new"] = "true", ["version"] = "0", ["id"] = "hook", ["value-url"] = "https://127.0.0.1:9/none", ["secret-secret"] = Secret }, "/admin/destinations");
        Assert.Contains("The test did not arrive:", tried, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, tried, StringComparison.Ordinal);
        Assert.Empty(await _app.RowsAsync<SettingsVersion>(_app.Acme));
        var kept = System.Text.RegularExpressions.Regex.Match(tried, "name=\"kept-secret\" value=\"(?<box>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["box"].Value;

        var saved = await PressAsync(new() { ["decision"] = "save", ["what"] = "channel", ["kind"] = "webhook", ["new"] = "true", ["version"] = "0", ["id"] = "hook", ["value-url"] = "https://127.0.0.1:9/none", ["secret-secret"] = "", ["kept-secret"] = kept, ["audience"] = "customers" }, "/admin/destinations");
        Assert.Contains("Saved as version 1", saved, StringComparison.Ordinal);
        var settings = await SettingsAsync();
        Assert.Equal(Secret, Assert.Single(settings.Channels).Secrets!["secret"]);
        Assert.Equal(["hook"], settings.Audiences.Single(audience => audience.Name == "customers").Channels);

        // An empty secret stays as it is; an id that is taken is not overwritten.
        await PressAsync(new() { ["decision"] = "save", ["what"] = "channel", ["kind"] = "webhook", ["version"] = "1", ["id"] = "hook", ["value-url"] = "https://127.0.0.1:9/other", ["audience"] = "customers" }, "/admin/destinations");
        Assert.Equal(("https://127.0.0.1:9/other", Secret), ((await SettingsAsync()).Channels[0].Options!["url"], (await SettingsAsync()).Channels[0].Secrets!["secret"]));
        Assert.Contains("used twice", await PressAsync(new() { ["decision"] = "save", ["what"] = "channel", ["kind"] = "webhook", ["new"] = "true", ["version"] = "2", ["id"] = "hook", ["value-url"] = "https://127.0.0.1:9/x", ["secret-secret"] = Secret }, "/admin/destinations"), StringComparison.Ordinal);

        await PressAsync(new() { ["decision"] = "remove", ["what"] = "channel", ["version"] = "2", ["id"] = "hook" }, "/admin/destinations");
        Assert.Empty((await SettingsAsync()).Channels);
        Assert.All((await SettingsAsync()).Audiences, audience => Assert.Empty(audience.Channels));
    }

    [Fact]
    public async Task Approvers_are_shown_and_written_by_name_and_kept_by_account_id()
    {
        const string Unknown = "5b10ac8d82e05b22cc7dffff";
        foreach (var (account, name) in new[] { ("5b10ac8d82e05b22cc7d0001", "Ada Lovelace"), ("5b10ac8d82e05b22cc7d0002", "Hopper, Grace"), ("5b10ac8d82e05b22cc7d0003", "Mary Jackson"), ("5b10ac8d82e05b22cc7d0004", "Sam Twin"), ("5b10ac8d82e05b22cc7d0005", "Sam Twin") })
            _app.Acme.Jira.People[account] = name;
        Task<string> Save(int version, string people) => PressAsync(new() { ["section"] = "approval", ["version"] = $"{version}", ["decision"] = "put", ["row"] = "0", ["cell-role"] = "security", ["cell-people"] = people }, "/admin/rules");
        async Task<IReadOnlyList<string>> Held() => (await SettingsAsync()).Words.Approvers[0].People;

        var saved = await Save(0, "ada lovelace, \"Hopper, Grace\", 5b10ac8d82e05b22cc7d0003");
        Assert.Contains("Saved as version 1", saved, StringComparison.Ordinal);
        Assert.Contains("value=\"Ada Lovelace, \"Hopper, Grace\", Mary Jackson\"", saved, StringComparison.Ordinal);
        Assert.Equal(["5b10ac8d82e05b22cc7d0001", "5b10ac8d82e05b22cc7d0002", "5b10ac8d82e05b22cc7d0003"], await Held());
        Assert.Contains("Nothing has changed.", await Save(1, "Ada Lovelace, Hopper, Grace, Mary Jackson"), StringComparison.Ordinal);

        // Nobody, somebody of whom there are two, and an account that Jira does not know: the row is not saved, and says whom it means.
        foreach (var nobody in new[] { "Nobody Here", "Sam Twin", Unknown })
        {
            var refused = await Save(1, $"Ada Lovelace, {nobody}");
            Assert.Contains("words.approvers[0].people", refused, StringComparison.Ordinal);
            Assert.Contains($"'{nobody}'", refused, StringComparison.Ordinal);
            Assert.Contains($"value=\"Ada Lovelace, {nobody}\"", refused, StringComparison.Ordinal);
        }
        await Save(1, "5b10ac8d82e05b22cc7d0004");
        Assert.Equal(["5b10ac8d82e05b22cc7d0004"], await Held());

        // An account that is gone meanwhile is shown by its id, and stays.
        await _app.InAsync(_app.Acme, async database =>
        {
            var version = await database.Set<SettingsVersion>().SingleAsync(row => row.Version == 2, TestContext.Current.CancellationToken);
            database.Add(new SettingsVersion { InstallationId = version.InstallationId, Version = 3, Document = version.Document.Replace("5b10ac8d82e05b22cc7d0004", Unknown, StringComparison.Ordinal), SavedAt = version.SavedAt });
            return await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        Assert.Contains($"value=\"{Unknown}\"", await PressAsync(new() { ["section"] = "approval" }, "/admin/rules"), StringComparison.Ordinal);
        Assert.Contains("Saved as version 4", await Save(3, $"{Unknown}, Ada Lovelace"), StringComparison.Ordinal);
        Assert.Equal([Unknown, "5b10ac8d82e05b22cc7d0001"], await Held());
    }

    [Fact]
    public async Task A_secret_that_waited_too_long_is_not_taken_for_unchanged()
    {
        Dictionary<string, string> form = new() { ["decision"] = "test", ["what"] = "channel", ["kind"] = "webhook", ["new"] = "true", ["version"] = "0", ["id"] = "hook", ["value-url"] = "https://127.0.0.1:9/none", ["secret-secret"] = Secret };
        await PressAsync(new(form) { ["decision"] = "save" }, "/admin/destinations");
        var tried = await PressAsync(new(form) { ["new"] = "", ["version"] = "1", ["secret-secret"] = Secret.Replace('M', 'N') }, "/admin/destinations");
        var kept = System.Text.RegularExpressions.Regex.Match(tried, "name=\"kept-secret\" value=\"(?<box>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["box"].Value;
        _app.Clock.Advance(TimeSpan.FromHours(3));

        var late = await PressAsync(new(form) { ["decision"] = "save", ["new"] = "", ["version"] = "1", ["value-url"] = "https://127.0.0.1:9/moved", ["secret-secret"] = "", ["kept-secret"] = kept }, "/admin/destinations");

        Assert.Contains("What you typed is kept no more", late, StringComparison.Ordinal);
        Assert.Contains("https://127.0.0.1:9/moved", late, StringComparison.Ordinal);
        Assert.Equal("https://127.0.0.1:9/none", (await SettingsAsync()).Channels[0].Options!["url"]);
    }

    [Fact]
    public async Task A_form_that_came_too_late_gives_back_every_word_and_its_secret_to_nobody()
    {
        var late = Session();
        var earlier = _app.App.Services.GetRequiredService<SealedFields>().Seal(_app.Acme.Id, Administrator, "secret", "whsec_typed_before");
        _app.Clock.Advance(TimeSpan.FromMinutes(20));
        using var form = new FormUrlEncodedContent([new("session", late), new("decision", "save"), new("what", "channel"), new("kind", "webhook"), new("new", "true"), new("version", "0"), new("id", "hook"), new("value-url", "https://127.0.0.1:9/none"), new("secret-secret", Secret), new("kept-secret", earlier)]);
        using var document = new FormUrlEncodedContent([new("session", late), new("decision", "save"), new("document", $$"""{ "channels": [{ "id": "hook", "secrets": { "secret": "{{Secret}}" } }], "words": { "company": "Acme" } }""")]);

        var refused = await RefusedAsync(form, "/admin/destinations");
        var typed = await RefusedAsync(document, "/admin/settings");

        Assert.DoesNotContain(Secret, refused + typed, StringComparison.Ordinal);
        Assert.Contains("https://127.0.0.1:9/none", refused, StringComparison.Ordinal);
        Assert.Contains("\"company\": \"Acme\"", typed, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(refused, "kept-secret", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        var kept = System.Text.RegularExpressions.Regex.Match(refused, "name=\"kept-secret\" value=\"(?<box>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["box"].Value;
        await PressAsync(new() { ["decision"] = "save", ["what"] = "channel", ["kind"] = "webhook", ["new"] = "true", ["version"] = "0", ["id"] = "hook", ["value-url"] = "https://127.0.0.1:9/none", ["kept-secret"] = kept }, "/admin/destinations");
        Assert.Equal(Secret, Assert.Single((await SettingsAsync()).Channels).Secrets!["secret"]);
    }

    [Fact]
    public async Task What_was_only_in_the_document_has_a_screen_a_page_of_its_own_and_a_way_back()
    {
        Assert.Contains("Look and readers: main", await PressAsync(new() { ["section"] = "page-main" }, "/admin/rules"), StringComparison.Ordinal);
        var refused = await PressAsync(new() { ["section"] = "page-main", ["version"] = "0", ["decision"] = "save", ["field-statusPages.0.page.branding.linkColour"] = "#eeeeee", ["field-statusPages.0.page.access"] = "public", ["field-statusPages.0.page.language"] = "en" }, "/admin/rules");
        Assert.Contains("statusPages[0].page.branding.linkColour", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"#eeeeee\"", refused, StringComparison.Ordinal);

        await PressAsync(new() { ["section"] = "promises", ["version"] = "0", ["decision"] = "save", ["field-promises.minutes.1"] = "15", ["field-promises.holdingPosts"] = "false" }, "/admin/rules");
        var settings = await SettingsAsync();
        Assert.Equal((15, false), (settings.Promises.Minutes!["1"], settings.Promises.HoldingPosts));
        Assert.Contains("Taken back", await PressAsync(new() { ["section"] = "promises", ["decision"] = "undo", ["before"] = "0", ["saved"] = "1" }, "/admin/rules"), StringComparison.Ordinal);
        Assert.Null((await SettingsAsync()).Promises.Minutes);
    }

    [Fact]
    public async Task What_was_sent_for_a_section_that_is_not_known_is_written_over_no_other()
    {
        await SaveAsync(settings => settings with { Rules = settings.Rules with { Incidents = [new IncidentRule { Projects = ["OPS"] }] } });

        foreach (var decision in new[] { "save", "put", "preview", "add" })
        {
            var refused = await PressAsync("/admin/rules", ("section", "page-gone"), ("version", "1"), ("decision", decision), ("row", ""), ("cell-name", "typed"));
            Assert.Contains("this part of the settings is not known here", refused, StringComparison.Ordinal);
        }

        Assert.Equal(["OPS"], Assert.Single((await SettingsAsync()).Rules.Incidents).Projects);
        Assert.Contains("value=\"put\"", await PressAsync(new() { ["section"] = "later" }, "/admin/rules"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_elsewhere_is_tried_without_a_word_to_readers()
    {
        var (limit, taken) = (_app.App.Services.GetRequiredService<TestLimit>(), 0);
        while (limit.Take(_app.Acme.Id, 1) is null)
            taken++;
        Assert.Contains("Nothing was sent: a site may send 20 test messages an hour.", await TryAsync(), StringComparison.Ordinal);
        limit.GiveBack(_app.Acme.Id, taken);

        var tried = await TryAsync();

        Assert.Contains("The page could not be reached: The receiver refuses our signature (401).", tried, StringComparison.Ordinal);
        Assert.Contains("There is no provider", await PressAsync(new() { ["decision"] = "save", ["what"] = "page", ["kind"] = "nonsense", ["new"] = "true", ["version"] = "0", ["id"] = "other" }, "/admin/destinations"), StringComparison.Ordinal);

        Task<string> TryAsync() => PressAsync(new() { ["decision"] = "test", ["what"] = "page", ["kind"] = "webhook", ["new"] = "true", ["version"] = "0", ["id"] = "other", ["value-url"] = $"{_app.Acme.Jira.Url}/status", ["secret-apiKey"] = Secret }, "/admin/destinations");
    }

    [Fact]
    public async Task Every_change_is_on_record_with_its_author_also_as_a_file()
    {
        await PressAsync("/admin/rules", ("section", "portals"), ("version", "0"), ("decision", "save"), ("row", ""), ("cell-portal", "2"), ("cell-components", "Payroll"));

        var log = await PressAsync([], "/admin/audit");
        Assert.Contains("1: rules.portals", log, StringComparison.Ordinal);
        Assert.DoesNotContain("1: rules.portals", await PressAsync(new() { ["kind"] = "tokens" }, "/admin/audit"), StringComparison.Ordinal);
        Assert.DoesNotContain("1: rules.portals", await PressAsync(new() { ["until"] = "2020-01-01" }, "/admin/audit"), StringComparison.Ordinal);
        var file = await PressAsync(new() { ["decision"] = "csv" }, "/admin/audit");
        Assert.Contains($"\"{Administrator}\"", file, StringComparison.Ordinal);
        Assert.Contains("settings,\"1: rules.portals\"", file, StringComparison.Ordinal);
        Assert.Contains("Jira administrators", await PressAsync([], "/admin/access"), StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync(FormUrlEncodedContent form, string path)
    {
        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<string> PressAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("session", Session())]);
        return await TextAsync(content, path);
    }
}
