using System.Net.Http.Json;
using JsmConnector.BrowserTests.Sandbox;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Administration;

/// <summary>A new administrator on an empty installation, with the keyboard alone; then every screen there is for administrators.</summary>
public sealed class SetUpTests(SandboxProcess sandbox, Chromium chromium) : IClassFixture<SandboxProcess>, IClassFixture<Chromium>
{
    [Fact]
    public async Task From_nothing_to_the_first_incident_on_the_page_and_every_screen_on_the_way()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/jira/admin");
        var admin = page.FrameLocator("iframe");
        await Assertions.Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Set up" })).ToBeVisibleAsync(new() { Timeout = 40_000 });

        // Four presses, each on what stands out: nothing is chosen, nothing is written.
        await ClickAsync(admin, "Set up");
        await SeeAsync(page, "Which tickets are incidents?", "setup-tickets");
        await ClickAsync(admin, "Try it now");
        await SeeAsync(page, "See it work", "setup-trial");
        await ClickAsync(admin, "Start the test");
        await Assertions.Expect(admin.GetByText("Everything works.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await SeeAsync(page, "See it work", "setup-trial-done");
        await ClickAsync(admin, "Clean up");
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Cleaned up", new() { Timeout = 15_000 });
        await SeeAsync(page, "See it work", "setup-over");

        // Then step by step, with the keyboard alone.
        await page.Locator("iframe").FocusAsync();
        await PressAsync(page, "Tickets");
        await SeeAsync(page, "Which tickets are incidents?", null);
        await PressAsync(page, "Save and go on");
        await SeeAsync(page, "How bad is it?", "setup-severity");
        await PressAsync(page, "Save and go on");
        await SeeAsync(page, "What do readers see of a status?", "setup-stages");
        await PressAsync(page, "Save and go on");
        await SeeAsync(page, "What are things called on the page?", null);
        // Found while somebody types; what was typed before stays.
        await TabToAsync(page, "Mail gateway");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Outgoing mail");
        await admin.GetByLabel("Find in Jira, or name something new").FocusAsync();
        await page.Keyboard.TypeAsync("Email");
        await PressAsync(page, "Add it");
        await Assertions.Expect(admin.GetByLabel("Email", new() { Exact = true })).ToHaveValueAsync("Email", new() { Timeout = 15_000 });
        await Assertions.Expect(admin.GetByLabel("Mail gateway", new() { Exact = true })).ToHaveValueAsync("Outgoing mail");
        await SeeAsync(page, "What are things called on the page?", "setup-components");
        await PressAsync(page, "Save and go on");
        await SeeAsync(page, "The page that readers see", null);
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as version 1");
        await TabToAsync(page, "A component ahead of its first incident");
        await page.Keyboard.TypeAsync("Email");
        await PressAsync(page, "Add it");
        await Assertions.Expect(admin.Locator(".placed-name")).ToHaveCountAsync(2, new() { Timeout = 15_000 });
        await PressAsync(page, "Move Email up");
        await Assertions.Expect(admin.Locator(".placed-name").First).ToHaveTextAsync("Email", new() { Timeout = 15_000 });
        await SeeAsync(page, "The page that readers see", "setup-page");
        await PressAsync(page, "Save and go on");
        await SeeAsync(page, "See it work", null);

        using var made = await sandbox.Http.PostAsJsonAsync(new Uri($"{sandbox.Site}/sandbox/api/issues"), new { summary = "mail-db-03 is dead", priority = "Highest", services = new[] { "Email" } }, TestContext.Current.CancellationToken);
        var status = await context.NewPageAsync();
        await status.GotoAsync($"{sandbox.App}/status");
        await Assertions.Expect(status.Locator("main")).ToContainTextAsync("Problem with Email", new() { Timeout = 40_000 });
        await Assertions.Expect(status.Locator("main")).Not.ToContainTextAsync("Test of this page");

        var faults = new List<string>();
        await using var german = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "de-DE" });
        foreach (var (screens, tag) in new[] { (page, "en"), (await german.NewPageAsync(), "de") })
            faults.AddRange(await EveryScreenAsync(screens, tag));
        faults.AddRange(await StatesAsync(page));
        Assert.Equal([], faults);
    }

    private static readonly string[] InGerman = ["incidents", "severity", "audiences", "publishing"], Alike = ["comments", "pace", "approval", "postmortem-texts", "reviews", "actions"];

    /// <summary>Every screen that the overview leads to.</summary>
    private async Task<IReadOnlyList<string>> EveryScreenAsync(IPage page, string tag)
    {
        var (faults, admin) = (new List<string>(), page.FrameLocator("iframe"));
        await page.GotoAsync($"{sandbox.Site}/jira/admin");
        await Assertions.Expect(admin.Locator(".ways button").First).ToBeVisibleAsync(new() { Timeout = 40_000 });
        faults.AddRange(await Look.BrieflyAsync(page, $"admin-overview-{tag}"));
        var count = await admin.Locator(".ways button").CountAsync();
        Assert.InRange(count, 15, 40);
        for (var number = 0; number < count; number++)
        {
            await page.GotoAsync($"{sandbox.Site}/jira/admin");
            var way = admin.Locator(".ways button").Nth(number);
            await Assertions.Expect(way).ToBeVisibleAsync(new() { Timeout = 40_000 });
            // The sections of the rules are one screen: a few of each kind are enough, unless somebody wants pictures.
            if (await way.GetAttributeAsync("value") is { } section && (tag == "de" ? !InGerman.Contains(section) : Alike.Contains(section) && Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 }))
                continue;
            var name = (await way.TextContentAsync(new() { Timeout = 40_000 }))!.Trim();
            await way.ClickAsync();
            // Every screen has a heading of its own; the overview's is the name of the app.
            await Assertions.Expect(admin.Locator("h1")).Not.ToHaveTextAsync("JsmConnector", new() { Timeout = 15_000 });
            faults.AddRange(await Look.BrieflyAsync(page, $"admin-{tag}-{number}-{name.Replace(' ', '-')}"));
        }
        return faults;
    }

    /// <summary>What screens look like in the middle of a thing: a mistake, a form, a difference, an answer.</summary>
    private async Task<IReadOnlyList<string>> StatesAsync(IPage page)
    {
        var (faults, admin) = (new List<string>(), page.FrameLocator("iframe"));
        await OpenAsync(page, "Classes");
        await ClickAsync(admin, "Add a row");
        await admin.GetByLabel("Condition, row 1").FillAsync("labels = = x");
        await admin.GetByLabel("Class, row 1").SelectOptionAsync("security");
        await admin.Locator(".form button.button-primary").ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Nothing was saved.", new() { Timeout = 15_000 });
        faults.AddRange(await Look.BrieflyAsync(page, "rules-mistake"));
        await admin.GetByLabel("Condition, row 1").FillAsync("labels = breach");
        await admin.Locator(".form button.button-primary").ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as version", new() { Timeout = 15_000 });

        await OpenAsync(page, "Severity");
        await admin.GetByLabel("Field of the impact").SelectOptionAsync("customfield_10004");
        await admin.GetByLabel("Field of the urgency").SelectOptionAsync("customfield_10041");
        await admin.Locator(".form button.button-primary").ClickAsync();
        await admin.GetByLabel("Extensive / Widespread, Critical").SelectOptionAsync("1", new() { Timeout = 15_000 });
        // The message of the save before says the same of another version.
        var before = await admin.GetByRole(AriaRole.Status).TextContentAsync();
        await ClickAsync(admin, "Save the matrix");
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).Not.ToHaveTextAsync(before!, new() { Timeout = 15_000 });
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as version", new() { Timeout = 15_000 });
        await Assertions.Expect(admin.GetByLabel("Extensive / Widespread, Critical")).ToHaveValueAsync("1");
        faults.AddRange(await Look.BrieflyAsync(page, "rules-matrix"));

        await OpenAsync(page, "Quiet hours");
        await admin.GetByLabel("Quiet from, employees").FillAsync("20:00");
        await admin.GetByLabel("until, employees").FillAsync("06:30");
        await admin.Locator(".form button.button-primary").ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as version", new() { Timeout = 15_000 });
        await Assertions.Expect(admin.GetByLabel("Quiet from, employees")).ToHaveValueAsync("20:00");
        faults.AddRange(await Look.BrieflyAsync(page, "quiet-hours"));

        await OpenAsync(page, "Status pages");
        await ClickAsync(admin, "Look and readers");
        await Assertions.Expect(admin.GetByLabel("Name at the top")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await admin.GetByLabel("Name at the top").FillAsync("Acme");
        await admin.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "large.png", MimeType = "image/png", Buffer = new byte[100_000] });
        await Assertions.Expect(admin.GetByText("This picture is larger than 96 KB and was not taken.").First).ToBeVisibleAsync();
        Assert.Equal(("", "Acme"), (await admin.GetByLabel("Logo", new() { Exact = true }).InputValueAsync(), await admin.GetByLabel("Name at the top").InputValueAsync()));
        await admin.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "logo.svg", MimeType = "image/svg+xml", Buffer = "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40' fill='#0055cc'/></svg>"u8.ToArray() });
        await Assertions.Expect(admin.Locator("img.picture")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await admin.Locator(".form button.button-primary").ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as version", new() { Timeout = 15_000 });
        faults.AddRange(await Look.BrieflyAsync(page, "page-look"));

        await OpenAsync(page, "Destinations");
        await ClickAsync(admin, "Add a channel");
        await Assertions.Expect(admin.GetByLabel("Your name for it")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        faults.AddRange(await Look.BrieflyAsync(page, "destinations-new"));

        await OpenAsync(page, "Settings");
        await admin.GetByRole(AriaRole.Button, new() { Name = "What it changed" }).First.ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Heading, new() { Name = "changed" })).ToBeVisibleAsync(new() { Timeout = 15_000 });
        faults.AddRange(await Look.BrieflyAsync(page, "settings-difference"));

        await OpenAsync(page, "Explain");
        await ClickAsync(admin, "The last 50 tickets");
        await Assertions.Expect(admin.GetByRole(AriaRole.Heading, new() { Name = "The last tickets" })).ToBeVisibleAsync(new() { Timeout = 15_000 });
        faults.AddRange(await Look.BrieflyAsync(page, "explain-newest"));

        await OpenAsync(page, "Audit log");
        await Assertions.Expect(admin.GetByText("rules.classes")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        return faults;
    }

    private async Task OpenAsync(IPage page, string screen)
    {
        await page.GotoAsync($"{sandbox.Site}/jira/admin");
        await page.FrameLocator("iframe").Locator(".ways").GetByRole(AriaRole.Button, new() { Name = screen, Exact = true }).ClickAsync(new() { Timeout = 40_000 });
        await Assertions.Expect(page.FrameLocator("iframe").Locator("h1")).Not.ToHaveTextAsync("JsmConnector", new() { Timeout = 15_000 });
    }

    private static Task ClickAsync(IFrameLocator frame, string name) => frame.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync(new() { Timeout = 15_000 });

    private static async Task SeeAsync(IPage page, string heading, string? name)
    {
        await Assertions.Expect(page.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = heading })).ToBeVisibleAsync(new() { Timeout = 15_000 });
        if (name is not null)
            Assert.Equal([], await Look.BrieflyAsync(page, name));
    }

    private static async Task PressAsync(IPage page, string name)
    {
        await TabToAsync(page, name);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        const string named = "(() => { const at = document.activeElement; return (at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim(); })()";
        for (var presses = 0; presses < 120; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Frames[1].EvaluateAsync<string>(named) == name)
                return;
        }
        Assert.Fail($"With the Tab key alone nobody comes to '{name}'.");
    }
}
