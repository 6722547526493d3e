using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Sandbox;

/// <summary>From the draft to the account that readers find: written by one agent, approved by another, published, with an action that became an issue.</summary>
public sealed class PublishPostmortemTests(SandboxProcess sandbox, Chromium chromium) : IClassFixture<SandboxProcess>, IClassFixture<Chromium>
{
    private const string Ben = "5b109f2e9729b51b54dc274d";
    private const string Account = """
        # Email and file storage did not work

        ## What happened to you

        For most of the morning you could not send or receive mail, and files did not open. We are sorry: you rely on both.

        ## What went wrong, and why

        A disk that holds the mail filled up. Our watch over its space had been off since a change in October.

        ## What we did, and what keeps it from happening again

        - We made room and checked that no mail was lost.
        - The watch is on again, and a second one tells us when the first is silent.

        ## Once more

        We are sorry for the hours this took from you.
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_that_people_agreed_to_stands_on_the_incident_s_page()
    {
        var (url, key) = await PlayedAsync();
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1100, Height = 1400 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        var frame = page.FrameLocator("iframe");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await frame.GetByLabel("For the team", new() { Exact = true }).FillAsync("## Fault\n\nBob should have watched the disk.\n\n" + await frame.GetByLabel("For the team", new() { Exact = true }).InputValueAsync());
        await frame.GetByLabel("For customers").FillAsync(Account);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(frame.GetByText("Hints only; you know better.")).ToBeVisibleAsync();
        await LookAsync(page, "preview");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await frame.GetByText("Causes", new() { Exact = true }).ClickAsync();
        await frame.GetByText("Correct a moment").ClickAsync();
        await frame.GetByText("Take it away").ClickAsync();
        await frame.GetByText("Add an action").ClickAsync();
        await frame.GetByLabel("What will be different?").FillAsync("A second watch over disk space");
        await LookAsync(page, "action-form");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Make the issue" }).ClickAsync();
        await Assertions.Expect(frame.Locator("main")).ToContainTextAsync("The issue is being made");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".postmortem-head")).ToContainTextAsync("In review");
        await LookAsync(page, "in-review");

        await context.AddCookiesAsync([new Cookie { Name = "visitor", Value = Ben, Url = sandbox.Site }]);
        await page.GotoAsync(url);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Approve this version" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".postmortem-review")).ToContainTextAsync("was approved by Ben Agent");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Mark as published" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".postmortem-head")).ToContainTextAsync("Published");
        await UntilAsync(page, url, "Open it in Status page");
        await LookAsync(page, "published");
        await Assertions.Expect(frame.Locator(".postmortem-actions")).ToContainTextAsync("OPS-");

        var readers = await context.NewPageAsync();
        await readers.GotoAsync(await frame.GetByRole(AriaRole.Link, new() { Name = "Open it in Status page" }).GetAttributeAsync("href") ?? "");
        await Assertions.Expect(readers.Locator(".account")).ToContainTextAsync("A disk that holds the mail filled up.");
        Assert.DoesNotContain(key, await readers.ContentAsync(), StringComparison.Ordinal);
        await LookAsync(readers, "account");
        await page.GotoAsync(url);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Assertions.Expect(frame.Locator(".postmortem-head")).ToContainTextAsync("Closed");
    }

    [Fact]
    public async Task An_administrator_sees_all_of_them_and_makes_a_template_of_their_own()
    {
        var (_, key) = await PlayedAsync();
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1100, Height = 1400 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/jira/admin");
        var frame = page.FrameLocator("iframe");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Postmortems", Exact = true }).ClickAsync();
        await Assertions.Expect(frame.GetByRole(AriaRole.Link, new() { Name = key }).First).ToBeVisibleAsync();
        await frame.GetByText("Show the numbers").First.ClickAsync();
        await LookAsync(page, "list");
        await frame.GetByLabel("Component", new() { Exact = true }).FillAsync("Nothing of this name");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Assertions.Expect(frame.GetByText("There is no postmortem here.")).ToBeVisibleAsync();
        await LookAsync(page, "list-empty");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Back to the overview" }).ClickAsync();

        await frame.GetByRole(AriaRole.Button, new() { Name = "Postmortem templates" }).ClickAsync();
        await Assertions.Expect(frame.GetByRole(AriaRole.Button, new() { Name = "Open short, internal, en" })).ToBeVisibleAsync();
        await LookAsync(page, "templates");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Open short, internal, en" }).ClickAsync();
        await frame.GetByLabel("For the team, English").FillAsync("# {{ title }}\n\n{{ nothing.here }}\n");
        // Told while somebody writes, before any button.
        await Assertions.Expect(frame.Locator(".problem")).ToContainTextAsync("line 3, column");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".message")).ToContainTextAsync("Nothing was saved.");
        await Assertions.Expect(frame.Locator(".problem")).ToContainTextAsync("line 3, column");
        await LookAsync(page, "template-mistake");
        await frame.GetByLabel("For the team, English").FillAsync("# {{ title }}\n\nWritten our way.\n\n{{ regions.timeline }}\n");
        await Assertions.Expect(frame.Locator("article")).ToContainTextAsync("Written our way.");
        await Assertions.Expect(frame.Locator("article")).ToContainTextAsync("Ticket created");
        await Assertions.Expect(frame.GetByText($"What it makes of {key}")).ToBeVisibleAsync();
        await frame.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(frame.GetByText("“short” is saved.")).ToBeVisibleAsync();
        await Assertions.Expect(frame.Locator("article")).ToContainTextAsync("Written our way.");
        await frame.GetByText("What a template can use").ClickAsync();
        await LookAsync(page, "template");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Back to the templates" }).ClickAsync();
        await Assertions.Expect(frame.GetByText("Your own", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task New_facts_in_a_part_that_people_changed_are_shown_beside_their_words_until_somebody_decides()
    {
        var (url, _) = await PlayedAsync();
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1100, Height = 1400 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        var frame = page.FrameLocator("iframe");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        var text = frame.GetByLabel("For the team", new() { Exact = true });
        await text.FillAsync((await text.InputValueAsync()).Replace("| Worst severity | 1 |", "| Worst severity | 1, and it felt like it |", StringComparison.Ordinal));
        await frame.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(frame.Locator("article").First).ToContainTextAsync("and it felt like it");
        await frame.GetByText("Correct a moment").ClickAsync();
        await frame.GetByLabel("When, in UTC").FillAsync(DateTime.UtcNow.AddHours(-2).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await frame.GetByLabel("How do you know?").FillAsync("The graph shows it.");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Correct it" }).ClickAsync();
        await Assertions.Expect(frame.Locator("main")).ToContainTextAsync("is counted again");

        await UntilAsync(page, url, "The facts changed in a part that people changed too");
        await LookAsync(page, "conflict");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Take the facts" }).First.ClickAsync();
        await Assertions.Expect(frame.Locator("article").First).ToContainTextAsync("corrected by a person");
        await Assertions.Expect(frame.Locator("article").First).Not.ToContainTextAsync("and it felt like it");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
        await frame.GetByRole(AriaRole.Button, new() { Name = "Changes of version 2" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".diff").First).ToBeVisibleAsync();
        await LookAsync(page, "diff");
    }

    [Fact]
    public async Task The_team_s_document_reads_well_in_the_wiki_and_stays_as_people_changed_it()
    {
        var (url, key) = await PlayedAsync();
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1100, Height = 1400 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/wiki");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let the app write here" }).ClickAsync();
        await page.GotoAsync(url);
        var frame = page.FrameLocator("iframe");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".postmortem-head")).ToContainTextAsync("In review");
        await context.AddCookiesAsync([new Cookie { Name = "visitor", Value = Ben, Url = sandbox.Site }]);
        await page.GotoAsync(url);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Approve this version" }).ClickAsync();
        await frame.GetByRole(AriaRole.Button, new() { Name = "Mark as published" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".postmortem-head")).ToContainTextAsync("Published");
        await UntilAsync(page, url, "Open it in Confluence");

        await page.GotoAsync($"{sandbox.Site}/wiki");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{key} postmortem" }).ClickAsync();
        await Assertions.Expect(page.Locator("article table").First).ToContainTextAsync("Worst severity");
        await Assertions.Expect(page.Locator(".wiki-panel")).ToContainTextAsync("Written from the postmortem in Jira.");
        await LookAsync(page, "wiki");
        await page.GetByText("Change it by hand").ClickAsync();
        var text = page.GetByLabel("Storage format");
        await text.FillAsync(await text.InputValueAsync() + "<p>What we learned later.</p>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var wiki = page.Url;
        await page.GotoAsync(url);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Withdraw: Confluence" }).ClickAsync();
        await Assertions.Expect(frame.Locator("main")).ToContainTextAsync("It is under way.");
        await UntilAsync(page, url, "People changed the page");
        await LookAsync(page, "changed-there");
        await page.GotoAsync(wiki);
        await Assertions.Expect(page.Locator("article")).ToContainTextAsync("What we learned later.");
    }

    private static async Task UntilAsync(IPage page, string url, string words)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            await page.GotoAsync(url);
            await page.FrameLocator("iframe").Locator("main").WaitForAsync();
            if ((await page.FrameLocator("iframe").Locator("main").TextContentAsync())?.Contains(words, StringComparison.Ordinal) == true)
                return;
            await Task.Delay(500, Token);
        }
        Assert.Fail($"'{words}' did not appear: {await page.FrameLocator("iframe").Locator("main").InnerTextAsync()}");
    }

    private async Task<(string Url, string Key)> PlayedAsync()
    {
        await (await sandbox.Http.PostAsync(new Uri($"{sandbox.Site}/sandbox/api/play?seconds=6"), null, Token)).Content.ReadAsStringAsync(Token);
        var until = DateTimeOffset.UtcNow.AddSeconds(120);
        while (DateTimeOffset.UtcNow < until)
        {
            var play = await sandbox.Http.GetFromJsonAsync<JsonNode>($"{sandbox.Site}/sandbox/api/play", Token);
            if (!play!["isRunning"]!.GetValue<bool>()
                && await sandbox.Http.GetFromJsonAsync<JsonArray>($"{sandbox.Site}/sandbox/api/issues/{play["issueKey"]}/links", Token) is [var link, ..])
                return (link!["url"]!.GetValue<string>(), play["issueKey"]!.GetValue<string>());
            await Task.Delay(200, Token);
        }
        throw new TimeoutException("No postmortem was linked from the ticket.");
    }

    private static Task LookAsync(IPage page, string name) => Look.AtAsync(page, $"publish-{name}");
}
