using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Sandbox;

/// <summary>The sandbox as a site with the custom Forge app: `--Door=forge`.</summary>
public sealed class SandboxWithForge : SandboxProcess
{
    protected override string? Door => "forge";
}

public sealed class ForgeDoorTests(SandboxWithForge sandbox, Chromium chromium) : IClassFixture<SandboxWithForge>, IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Forge calls the app and not the browser, whose languages it does not pass on.</summary>
    [Fact]
    public async Task A_German_administrator_reads_German_inside_Forge()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "de-DE" });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/jira/admin");
        var frame = page.FrameLocator("iframe");

        await frame.GetByRole(AriaRole.Button, new() { Name = "Diagnose" }).ClickAsync(new() { Timeout = 20_000 });

        await Assertions.Expect(frame.GetByRole(AriaRole.Heading, new() { Name = "Ist alles in Ordnung?" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(frame.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Assertions.Expect(frame.Locator("main")).ToContainTextAsync("Ereignisse kommen durch Forge");
    }

    [Fact]
    public async Task An_incident_of_a_site_with_Forge_reaches_the_public_page_the_portal_and_the_panel()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var (status, portal, agent) = (await context.NewPageAsync(), await context.NewPageAsync(), await context.NewPageAsync());

        using var made = await sandbox.Http.PostAsJsonAsync(new Uri($"{sandbox.Site}/sandbox/api/issues"), new { summary = "mail-db-03 is dead", priority = "Highest", services = new[] { "Email" } }, Token);
        var issue = JsonNode.Parse(await made.Content.ReadAsStringAsync(Token))!["key"]!.GetValue<string>();
        await status.GotoAsync($"{sandbox.App}/status");

        await Assertions.Expect(status.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Problem with Email", new() { Timeout = 40_000 });
        Assert.DoesNotContain("mail-db-03", await status.ContentAsync(), StringComparison.Ordinal);
        await portal.GotoAsync($"{sandbox.Site}/servicedesk/customer/portal/1");
        await Assertions.Expect(portal.FrameLocator("iframe").Locator("body")).ToContainTextAsync("Problem with Email", new() { Timeout = 20_000 });
        await agent.GotoAsync($"{sandbox.Site}/browse/{issue}");
        await Assertions.Expect(agent.FrameLocator("iframe").Locator("body")).ToContainTextAsync("Where it was told", new() { Timeout = 20_000 });

        var panel = agent.FrameLocator("iframe");
        await panel.GetByText("Write an update").ClickAsync();
        await panel.GetByLabel("Public words").FillAsync("Said through the bridge.");
        await Assertions.Expect(panel.Locator(".page-preview .open > .words")).ToHaveTextAsync("Said through the bridge.", new() { Timeout = 15_000 });
        await panel.GetByRole(AriaRole.Button, new() { Name = "Publish to" }).ClickAsync();
        await Assertions.Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("Published at", new() { Timeout = 15_000 });
    }
}
