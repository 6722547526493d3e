using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.BrowserTests.Sandbox;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.IssuePanel;

/// <summary>The composer in the panel, as an agent in the middle of an incident uses it: in the frame of the site, with the site's tokens.</summary>
public class ComposerTests(SandboxProcess sandbox, Chromium chromium) : IClassFixture<SandboxProcess>, IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_speaks_with_the_keyboard_alone_and_sees_what_readers_will_see()
    {
        var issue = await MakeIncidentAsync();
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        var panel = await OpenAsync(page, issue);

        await panel.GetByText("Write an update").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await panel.GetByLabel("Investigating", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");

        await Assertions.Expect(panel.GetByLabel("Public words")).ToHaveValueAsync(new Regex("We are working on the problem", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 15_000 });
        await panel.GetByLabel("Public words").FillAsync("Mail is down. We are moving it to another data centre.");
        await Assertions.Expect(panel.Locator(".page-preview .open > .words")).ToHaveTextAsync("Mail is down. We are moving it to another data centre.", new() { Timeout = 15_000 });
        await Assertions.Expect(panel.Locator(".preview .notice-words")).ToHaveTextAsync("Mail is down. We are moving it to another data centre.");
        await LookAsync(page, "composer");

        await panel.GetByLabel("Public words").PressAsync("Control+Enter");
        await Assertions.Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Publish to 2 places" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("Published at");
        await Assertions.Expect(panel.Locator(".panel-words").First).ToHaveTextAsync("Mail is down. We are moving it to another data centre.");
        await page.GotoAsync($"{sandbox.App}/status");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("We are moving it to another data centre.", new() { Timeout = 40_000 });
    }

    [Fact]
    public async Task The_panel_refreshes_around_somebody_who_writes_and_the_other_ones_words_come_first()
    {
        var issue = await MakeIncidentAsync();
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var (ada, ben) = (await context.NewPageAsync(), await context.NewPageAsync());
        var (adas, bens) = (await OpenAsync(ada, issue), await OpenAsync(ben, issue));
        foreach (var (panel, words) in new[] { (adas, "Ada was here."), (bens, "Ben wrote this.") })
        {
            await panel.GetByText("Write an update").ClickAsync();
            await panel.GetByLabel("Public words").FillAsync(words);
        }

        await adas.GetByRole(AriaRole.Button, new() { Name = "Publish to" }).ClickAsync();
        // The refresh brings Ada's words into Ben's panel and leaves his form alone.
        await ben.BringToFrontAsync();
        await Assertions.Expect(bens.Locator(".panel-state .panel-words")).ToHaveTextAsync("Ada was here.", new() { Timeout = 40_000 });
        await Assertions.Expect(bens.GetByLabel("Public words")).ToHaveValueAsync("Ben wrote this.");
        await bens.GetByRole(AriaRole.Button, new() { Name = "Publish to" }).ClickAsync();

        await Assertions.Expect(bens.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else published while you wrote");
        await Assertions.Expect(bens.GetByLabel("Public words")).ToHaveValueAsync("Ben wrote this.");
        await LookAsync(ben, "overtaken");
        await bens.GetByRole(AriaRole.Button, new() { Name = "Publish all the same" }).ClickAsync();
        await Assertions.Expect(bens.GetByRole(AriaRole.Status)).ToContainTextAsync("Published at");
    }

    [Fact]
    public async Task Without_script_the_same_form_does_the_same_work()
    {
        var issue = await MakeIncidentAsync();
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await OpenAsync(page, issue);
        var address = await page.Locator("iframe").GetAttributeAsync("src");
        await using var plain = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 800 } });
        var panel = await plain.NewPageAsync();

        await panel.GotoAsync(address!);
        await panel.GetByText("Write an update").ClickAsync();
        await panel.GetByLabel("Public words").FillAsync("Said without a script.");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(panel.Locator(".page-preview .open > .words")).ToHaveTextAsync("Said without a script.");
        await Screenshots.TakeAsync(panel, "composer-without-script-360");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Publish to" }).ClickAsync();

        await Assertions.Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("Published at");
    }

    [Fact]
    public async Task Answers_fill_the_words_what_should_not_leave_is_shown_while_typing_and_the_lead_is_one_click()
    {
        var issue = await MakeIncidentAsync();
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        var panel = await OpenAsync(page, issue);

        await panel.GetByRole(AriaRole.Button, new() { Name = "Take the lead" }).ClickAsync();
        await Assertions.Expect(panel.GetByText("You lead the communication: reminders are yours.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await panel.GetByText("Write an update").ClickAsync();
        await panel.GetByText("What is known").ClickAsync();
        await panel.GetByLabel("Who is affected").FillAsync("customers in Europe");
        await Assertions.Expect(panel.GetByLabel("Public words")).ToHaveValueAsync(new Regex("Who is affected: customers in Europe", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 15_000 });
        await LookAsync(page, "composer-answers");
        await page.SetViewportSizeAsync(1280, 900);
        await panel.GetByLabel("Public words").FillAsync("We restart mail-db-03. It is fixed in 10 minutes.");
        await Assertions.Expect(panel.Locator("#findings")).ToContainTextAsync("This promises when it will work again.", new() { Timeout = 15_000 });
        await panel.GetByRole(AriaRole.Button, new() { Name = "Publish to" }).ClickAsync();
        await Assertions.Expect(panel.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was published yet.", new() { Timeout = 15_000 });
        await LookAsync(page, "composer-held");
        await page.SetViewportSizeAsync(1280, 900);
        foreach (var box in await panel.GetByLabel("It is meant so").AllAsync())
            await box.CheckAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Publish to" }).ClickAsync();
        await Assertions.Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("Published at", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task A_whole_incident_is_worked_with_the_keyboard_alone()
    {
        await using var failing = await FailingPage.AddAsync(sandbox, Token);
        // A service that no other incident here touches: the panel shows what the page shows, the worst of all.
        var issue = await MakeIncidentAsync(services: "Intranet");
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        var panel = await OpenAsync(page, issue);
        var keys = new Keys(page);
        await page.Locator("iframe").FocusAsync();

        await keys.PressAsync("Write an update");
        await keys.LookAsync("opened");
        await keys.ToAsync("Investigating");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(panel.GetByLabel("Identified", new() { Exact = true })).ToBeCheckedAsync();
        await keys.LookAsync("stage");
        await keys.ToAsync("Intranet");
        await page.Keyboard.TypeAsync("Deg");
        await keys.ToAsync("Public words");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Mail is slow. Nothing is lost.");
        await keys.LookAsync("words");
        await keys.PressAsync("Preview");
        await Assertions.Expect(panel.Locator(".page-preview .open > .words")).ToHaveTextAsync("Mail is slow. Nothing is lost.", new() { Timeout = 15_000 });
        // The focus stays where it was, so that the way back to the button before it is one key.
        await page.Keyboard.PressAsync("Shift+Tab");
        await Assertions.Expect(panel.Locator("#publish")).ToBeFocusedAsync();
        await keys.LookAsync("publish");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("Published at", new() { Timeout = 15_000 });
        await Assertions.Expect(panel.Locator("[data-part=state]")).ToContainTextAsync("Degraded performance", new() { Timeout = 15_000 });
        await Assertions.Expect(panel.Locator("#compose-title")).ToBeFocusedAsync();

        await keys.PressAsync("All updates");
        await keys.PressAsync("Correct the update");
        await Assertions.Expect(panel.GetByText("Correct an update")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await keys.ToAsync("Public words");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Mail is slow since nine. Nothing is lost.");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(panel.Locator("#publish")).ToBeFocusedAsync();
        await keys.LookAsync("correct");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(panel.Locator("[data-part=state]")).ToContainTextAsync("Mail is slow since nine.", new() { Timeout = 15_000 });

        await Assertions.Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Send again" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await keys.ToAsync("Send again");
        await keys.LookAsync("failure");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("It is queued and goes out at once.", new() { Timeout = 15_000 });

        Assert.All(keys.Stops, stop => Assert.True(stop.IsSeen, $"Nobody sees that '{stop.Name}' has the focus."));
    }

    [Fact]
    public async Task An_administrator_reads_and_tries_the_texts()
    {
        var issue = await MakeIncidentAsync();
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await OpenAsync(page, issue);
        await page.GotoAsync($"{sandbox.Site}/jira/admin");
        var admin = page.FrameLocator("iframe");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Words", Exact = true }).ClickAsync(new() { Timeout = 40_000 });
        await admin.GetByLabel("Class", new() { Exact = true }).SelectOptionAsync("high_load");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();

        await Assertions.Expect(admin.GetByLabel("The text")).ToHaveValueAsync(new Regex("Far more requests than usual", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 15_000 });
        await LookAsync(page, "words");
        await page.SetViewportSizeAsync(1280, 900);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Back to the overview" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Scorecard", Exact = true }).ClickAsync(new() { Timeout = 40_000 });
        await Assertions.Expect(admin.GetByRole(AriaRole.Heading, new() { Name = "By severity" })).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await LookAsync(page, "scorecard");
        await page.SetViewportSizeAsync(1280, 900);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Back to the overview" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Drill", Exact = true }).ClickAsync(new() { Timeout = 40_000 });
        await admin.GetByRole(AriaRole.Button, new() { Name = "Play the hour" }).ClickAsync(new() { Timeout = 15_000 });
        await Assertions.Expect(admin.GetByRole(AriaRole.Heading, new() { Name = "Score", Exact = true })).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await admin.GetByText("What 5 audiences would have read").First.ClickAsync();
        await LookAsync(page, "drill");
    }

    [Fact]
    public async Task A_colleague_with_the_role_reads_and_approves_words_about_security()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var ada = await context.NewPageAsync();
        await ada.GotoAsync($"{sandbox.Site}/jira/admin");
        var admin = ada.FrameLocator("iframe");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Settings", Exact = true }).ClickAsync(new() { Timeout = 40_000 });
        var document = admin.Locator("#json");
        var settings = JsonNode.Parse(await document.InputValueAsync())!;
        settings["rules"] = JsonNode.Parse("""{ "classes": [ { "when": "priority = Lowest", "class": "security" } ] }""");
        settings["words"] = JsonNode.Parse("""{ "approvers": [ { "role": "legal", "people": ["5b109f2e9729b51b54dc274d"] } ] }""");
        await document.FillAsync(settings.ToJsonString());
        await admin.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Status).First).ToContainTextAsync("is saved and counts", new() { Timeout = 15_000 });
        var issue = await MakeIncidentAsync("Lowest");
        var adas = await OpenAsync(ada, issue);
        await adas.GetByText("Write an update").ClickAsync();
        await adas.GetByLabel("Public words").FillAsync("We are looking into a security matter that concerns Email.");
        await adas.GetByRole(AriaRole.Button, new() { Name = "Publish to" }).ClickAsync();
        await Assertions.Expect(adas.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nobody has approved these words for legal.", new() { Timeout = 15_000 });
        await LookAsync(ada, "approval-held");

        await using var other = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        await other.AddCookiesAsync([new() { Name = "visitor", Value = "5b109f2e9729b51b54dc274d", Url = sandbox.Site }]);
        var ben = await other.NewPageAsync();
        var bens = await OpenAsync(ben, issue);
        await Assertions.Expect(bens.GetByText("We are looking into a security matter that concerns Email.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await LookAsync(ben, "approval");
        await ben.SetViewportSizeAsync(1280, 900);
        await bens.GetByRole(AriaRole.Button, new() { Name = "Approve for legal" }).ClickAsync();
        await Assertions.Expect(bens.GetByRole(AriaRole.Status)).ToContainTextAsync("Approved for legal.", new() { Timeout = 15_000 });
    }

    private static Task LookAsync(IPage page, string name) => Look.AtAsync(page, name);

    private async Task<string> MakeIncidentAsync(string priority = "Highest", params string[] services)
    {
        using var made = await sandbox.Http.PostAsJsonAsync(new Uri($"{sandbox.Site}/sandbox/api/issues"), new { summary = "mail-db-03 is dead", priority, services = services is [] ? new[] { "Email", "VPN" } : services }, Token);
        return JsonNode.Parse(await made.Content.ReadAsStringAsync(Token))!["key"]!.GetValue<string>();
    }

    private async Task<IFrameLocator> OpenAsync(IPage page, string issue)
    {
        await page.GotoAsync($"{sandbox.Site}/browse/{issue}");
        var panel = page.FrameLocator("iframe");
        await Assertions.Expect(panel.Locator("[data-part=compose]")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        return panel;
    }
}
