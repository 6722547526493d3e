using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Sandbox;

/// <summary>The main job, seen with the eyes of an agent, a portal visitor and a reader of the status page.</summary>
public sealed class ScriptedIncidentTests(SandboxProcess sandbox, Chromium chromium) : IClassFixture<SandboxProcess>, IClassFixture<Chromium>
{
    private const string Secret = "mail-db-03";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_becomes_a_status_page_an_announcement_and_a_postmortem()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var status = await context.NewPageAsync();
        await status.GotoAsync($"{sandbox.App}/status");
        await Assertions.Expect(status.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("All systems operational");

        await TheHelpCenterIsQuietAsync();

        await (await sandbox.Http.PostAsync(new Uri($"{sandbox.Site}/sandbox/api/play?seconds=32"), null, Token)).Content.ReadAsStringAsync(Token);
        // Nobody reloads: the page follows by itself.
        await Assertions.Expect(status.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Problem with Email", new() { Timeout = 30_000 });
        await Assertions.Expect(status.Locator("main")).ToContainTextAsync("Next update by");
        await Assertions.Expect(status.Locator("main")).ToContainTextAsync("Major outage");

        var portal = await context.NewPageAsync();
        await portal.GotoAsync($"{sandbox.Site}/servicedesk/customer/portal/1");
        await Assertions.Expect(portal.FrameLocator("iframe").Locator("body")).ToContainTextAsync("Problem with Email");

        var key = await WaitForEndAsync();
        await Assertions.Expect(status.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("All systems operational", new() { Timeout = 40_000 });
        await Assertions.Expect(status.Locator("main")).ToContainTextAsync("The problem with Email and File storage ended at");

        var postmortem = await context.NewPageAsync();
        await postmortem.GotoAsync(await PostmortemUrlAsync(key));
        var frame = postmortem.FrameLocator("iframe").Locator("body");
        await Assertions.Expect(frame).ToContainTextAsync($"Postmortem: {key}", new() { Timeout = 15_000 });
        await Assertions.Expect(frame).ToContainTextAsync(Secret);
        await Assertions.Expect(frame).ToContainTextAsync("Timeline");

        await NothingInternalIsPublicAsync();
    }

    [Fact]
    public async Task The_panel_says_why_a_ticket_is_not_an_incident()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/browse/OPS-1");

        await page.GetByLabel("Summary", new() { Exact = true }).FillAsync("Another laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(page.FrameLocator("iframe").Locator("body")).ToContainTextAsync("not an incident", new() { Timeout = 45_000 });
    }

    /// <summary>An open help center shows the frame to visitors without an account too; while all is well it takes no room.</summary>
    private async Task TheHelpCenterIsQuietAsync()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        await context.AddCookiesAsync([new Cookie { Name = "visitor", Value = "anonymous", Url = sandbox.Site }]);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/servicedesk/customer/portals");
        await Assertions.Expect(page.FrameLocator("iframe").Locator("body.portal-header")).ToBeAttachedAsync(new() { Timeout = 15_000 });
        await page.WaitForTimeoutAsync(500);

        await Assertions.Expect(page.Locator("iframe")).ToHaveJSPropertyAsync("offsetHeight", 0);
    }

    private async Task<string> WaitForEndAsync()
    {
        while (true)
        {
            var play = await sandbox.Http.GetFromJsonAsync<JsonNode>($"{sandbox.Site}/sandbox/api/play", Token);
            if (!play!["isRunning"]!.GetValue<bool>())
                return play["issueKey"]!.GetValue<string>();
            await Task.Delay(100, Token);
        }
    }

    private async Task<string> PostmortemUrlAsync(string key)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(120);
        while (DateTimeOffset.UtcNow < until)
        {
            var links = await sandbox.Http.GetFromJsonAsync<JsonArray>($"{sandbox.Site}/sandbox/api/issues/{key}/links", Token);
            if (links is [var link, ..])
                return link!["url"]!.GetValue<string>();
            await Task.Delay(200, Token);
        }
        throw new TimeoutException("No postmortem was linked from the ticket.");
    }

    private async Task NothingInternalIsPublicAsync()
    {
        string[] secrets = [Secret, "ACME", "rack 4", "disk full", "Ada Agent", "Ben Agent", "Carla", "Do not tell", "OPS-"];
        foreach (var path in new[]
        {
            "", "/history", "/updates", "/history.atom", "/history.rss", "/feed.json", "/badge.svg", "/api/v2/summary.json", "/api/v2/status.json", "/api/v2/components.json",
            "/api/v2/incidents.json", "/api/v2/incidents/unresolved.json", "/api/v2/scheduled-maintenances.json",
        })
        {
            var text = await sandbox.Http.GetStringAsync(new Uri($"{sandbox.App}/status/local{path}"), Token);
            foreach (var secret in secrets)
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }
}
