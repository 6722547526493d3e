using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.Incidents;
using JsmConnector.Installations;

namespace JsmConnector.IntegrationTests.Postmortems;

/// <summary>The editor as a browser without a script uses it: forms only.</summary>
public sealed partial class PostmortemScreenTests(PostmortemApp app) : IClassFixture<PostmortemApp>
{
    [Fact]
    public async Task A_person_edits_looks_at_the_history_and_goes_back()
    {
        var incident = await app.DraftedAsync();
        var shown = await PageAsync(await app.GetAsync($"/postmortem?incident={incident.IssueKey}", "editor"));

        var editor = await PressAsync(shown, incident, "edit");
        var text = TextOf(editor, "internal");
        var saved = await PressAsync(editor, incident, "save", ("internal", text.Replace("\n", "\r\n", StringComparison.Ordinal) + "The disk was full."), ("note", "Cause"));
        var history = await PressAsync(saved, incident, "compare", ("number", "2"));
        var restored = await PressAsync(history, incident, "restore", ("number", "1"));

        Assert.Equal((await app.RowAsync(incident))!.InternalMarkdown, text);
        Assert.Contains("Version 2 is saved.", saved, StringComparison.Ordinal);
        Assert.Contains("The disk was full.", saved, StringComparison.Ordinal);
        Assert.Contains("added: </span>The disk was full.", history, StringComparison.Ordinal);
        Assert.DoesNotContain("removed: ", history, StringComparison.Ordinal);
        Assert.Contains("Version 3 is the newest now", restored, StringComparison.Ordinal);
        Assert.DoesNotContain("The disk was full.", restored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_the_second_of_two_people_stay_on_the_screen()
    {
        var incident = await app.DraftedAsync();
        var shown = await PageAsync(await app.GetAsync($"/postmortem?incident={incident.IssueKey}", "editor"));
        var first = await PressAsync(shown, incident, "edit");
        await PressAsync(first, incident, "save", ("internal", TextOf(first, "internal") + "words of the first"));

        var clash = await PressAsync(first, incident, "save", ("internal", TextOf(first, "internal") + "words of the second"));
        var merged = await PressAsync(clash, incident, "save", ("internal", TextOf(clash, "internal") + "\nwords of the first"));

        Assert.Contains("Version 2 was saved while you wrote.", clash, StringComparison.Ordinal);
        Assert.Contains("added: </span>words of the first", clash, StringComparison.Ordinal);
        Assert.Contains("words of the second", TextOf(clash, "internal"), StringComparison.Ordinal);
        Assert.Contains("Version 3 is saved.", merged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_saves_without_leaving_the_screen_and_gets_a_fresh_token()
    {
        var incident = await app.DraftedAsync();
        var editor = await PressAsync(await PageAsync(await app.GetAsync($"/postmortem?incident={incident.IssueKey}", "editor")), incident, "edit");

        using var answer = await app.PostFormAsync("/postmortem", Fields(editor, incident, "autosave", ("internal", TextOf(editor, "internal") + "typed")));
        var json = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var late = await app.PostFormAsync("/postmortem", Fields(editor, incident, "autosave", ("internal", "other")));

        Assert.StartsWith("{\"version\":2,\"session\":\"", json, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("typed", (await app.RowAsync(incident))!.InternalMarkdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_only_read_is_offered_no_editor_and_gets_none()
    {
        var incident = await app.DraftedAsync();
        app.Jira.Grant("reader", SitePermissions.Browse, incident.IssueId);
        var shown = await PageAsync(await app.GetAsync($"/postmortem?incident={incident.IssueKey}", "reader"));

        var tried = await PressAsync(shown, incident, "save", ("internal", "not mine"));

        Assert.DoesNotContain("value=\"edit\"", shown, StringComparison.Ordinal);
        Assert.Contains("Ask for the permission to edit the ticket", tried, StringComparison.Ordinal);
        Assert.Equal(1, (await app.RowAsync(incident))!.Version);
    }

    [Fact]
    public async Task People_name_causes_correct_a_moment_and_take_the_document_away()
    {
        var incident = await app.DraftedAsync();
        var shown = await PageAsync(await app.GetAsync($"/postmortem?incident={incident.IssueKey}", "editor"));

        var named = await PressAsync(shown, incident, "causes", ("categories", "capacity\r\n\r\nalerting\r\n"), ("factors", "Nobody watched the disk."));
        var corrected = await PressAsync(named, incident, "correct", ("moment", "Detected"), ("at", "2026-01-12T11:30"), ("because", "The alert came then."));
        var wrong = await PressAsync(named, incident, "correct", ("moment", "Detected"), ("at", "2036-01-12T11:30"), ("because", "x"));
        using var file = await app.PostFormAsync("/postmortem", Fields(named, incident, "file-markdown", ("document", "internal")));
        var pdf = await PressAsync(named, incident, "file-pdf");

        Assert.Equal(["capacity", "alerting"], (await app.RowAsync(incident))!.CauseCategories);
        Assert.Contains("Causes: capacity, alerting", corrected, StringComparison.Ordinal);
        Assert.Contains("The alert came then.", await PageAsync(await app.GetAsync($"/postmortem?incident={incident.IssueKey}", "editor")), StringComparison.Ordinal);
        Assert.Contains("It lies in the future.", wrong, StringComparison.Ordinal);
        Assert.Equal($"postmortem-{incident.IssueKey}.md", file.Content.Headers.ContentDisposition!.FileName);
        Assert.StartsWith("---\n", await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("There is no PDF", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_leads_to_an_address_at_which_the_page_can_be_read_anew()
    {
        var incident = await app.DraftedAsync();
        var editor = await PressAsync(await PageAsync(await app.GetAsync($"/postmortem?incident={incident.IssueKey}", "editor")), incident, "edit");
        var address = Regex.Match(editor, "<form method=\"post\" action=\"(?<address>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["address"].Value;

        Assert.Contains("name=\"session\"", await PageAsync(await app.GetAsync(WebUtility.HtmlDecode(address), "editor")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_opens_no_other_ticket()
    {
        var (mine, other) = (await app.DraftedAsync(), await app.DraftedAsync("somebody else"));
        var shown = await PageAsync(await app.GetAsync($"/postmortem?incident={mine.IssueKey}", "editor"));

        using var answer = await app.PostFormAsync("/postmortem", Fields(shown, other, "edit"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<string> PressAsync(string page, Incident incident, string decision, params (string Name, string Value)[] fields) =>
        await PageAsync(await app.PostFormAsync("/postmortem", Fields(page, incident, decision, fields)));

    private static (string Name, string Value)[] Fields(string page, Incident incident, string decision, params (string Name, string Value)[] fields) =>
        [("session", Hidden(page, "session")), ("version", Hidden(page, "version")), ("incident", incident.IssueKey), ("decision", decision), .. fields];

    private static async Task<string> PageAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, html);
            return html;
        }
    }

    private static string Hidden(string page, string name) => Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    /// <summary>As a browser reads it: the first line end belongs to the tag.</summary>
    private static string TextOf(string page, string name) =>
        WebUtility.HtmlDecode(TextArea().Matches(page).Single(match => match.Groups["name"].Value == name).Groups["text"].Value)[1..];

    [GeneratedRegex("<textarea[^>]* name=\"(?<name>[a-z]+)\"[^>]*>(?<text>[^<]*)</textarea>", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex TextArea();
}
