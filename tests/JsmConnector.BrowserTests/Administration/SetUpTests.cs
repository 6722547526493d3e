using System.Net.Http.Json;
using JsmConnector.BrowserTests.Sandbox;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Administration;

/// <summary>A new administrator on an empty installation, with the keyboard alone; then every screen there is for administrators.</summary>
public sealed class SetUpTests(SandboxProcess sandbox, Chromium chromium) : IClassFixture<SandboxProcess>, IClassFixture<Chromium>
{
    private static readonly string[] Screens = ["Settings", "Status pages", "Words", "Drill", "Scorecard", "Postmortems", "Postmortem templates", "Explain", "Diagnostics", "API tokens"];

    [Fact]
    public async Task From_nothing_to_the_first_incident_on_the_page_and_every_screen_on_the_way()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/jira/admin");
        var admin = page.FrameLocator("iframe");
        await Assertions.Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Set up" })).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await page.Locator("iframe").FocusAsync();

        await PressAsync(page, "Set up");
        await SeeAsync(page, "Which tickets are incidents?", "setup-tickets");
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
        await SeeAsync(page, "See it work", "setup-trial");
        await PressAsync(page, "Start the test");
        await Assertions.Expect(admin.GetByText("Everything works.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await SeeAsync(page, "See it work", "setup-trial-done");
        await PressAsync(page, "Clean up");
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("Cleaned up", new() { Timeout = 15_000 });

        using var made = await sandbox.Http.PostAsJsonAsync(new Uri($"{sandbox.Site}/sandbox/api/issues"), new { summary = "mail-db-03 is dead", priority = "Highest", services = new[] { "Email" } }, TestContext.Current.CancellationToken);
        var status = await context.NewPageAsync();
        await status.GotoAsync($"{sandbox.App}/status");
        await Assertions.Expect(status.Locator("main")).ToContainTextAsync("Problem with Email", new() { Timeout = 40_000 });
        await Assertions.Expect(status.Locator("main")).Not.ToContainTextAsync("Test of this page");

        var faults = new List<string>();
        foreach (var screen in Screens)
        {
            await page.GotoAsync($"{sandbox.Site}/jira/admin");
            await admin.GetByRole(AriaRole.Button, new() { Name = screen, Exact = true }).ClickAsync(new() { Timeout = 40_000 });
            // Every screen has a heading of its own; the overview's is the name of the app.
            await Assertions.Expect(admin.Locator("h1")).Not.ToHaveTextAsync("JsmConnector", new() { Timeout = 15_000 });
            faults.AddRange(await Look.BrieflyAsync(page, $"admin-{screen.Replace(' ', '-')}"));
        }
        Assert.Equal([], faults);
    }

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
