using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Sandbox;

/// <summary>The editor of a postmortem in the frame of the site, with and without its script.</summary>
public sealed class EditPostmortemTests(SandboxProcess sandbox, Chromium chromium) : IClassFixture<SandboxProcess>, IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_writes_what_only_people_know()
    {
        var url = await PlayedAsync();
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1100, Height = 1400 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        var frame = page.FrameLocator("iframe");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Assertions.Expect(frame.GetByText("@Ada Agent")).ToBeVisibleAsync();
        var text = frame.GetByLabel("For the team", new() { Exact = true });
        await text.FillAsync((await text.InputValueAsync()).Replace("## Fault\n", "## Fault\n\nThe volume of the mail store was full.\n", StringComparison.Ordinal));
        await Assertions.Expect(frame.Locator("[data-autosave-state]")).ToContainTextAsync("Saved by itself at", new() { Timeout = 20_000 });
        await LookAsync(page, "editor");

        await frame.GetByLabel("What did you change?").FillAsync("The fault");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(frame.Locator("article").First).ToContainTextAsync("The volume of the mail store was full.");
        await LookAsync(page, "written");
        await frame.GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
        await frame.GetByRole(AriaRole.Button, new() { Name = "Changes of version 2" }).ClickAsync();
        await Assertions.Expect(frame.Locator(".diff-added")).ToContainTextAsync(["The volume of the mail store was full."]);
        await LookAsync(page, "versions");
    }

    private async Task<string> PlayedAsync()
    {
        await (await sandbox.Http.PostAsync(new Uri($"{sandbox.Site}/sandbox/api/play?seconds=6"), null, Token)).Content.ReadAsStringAsync(Token);
        var until = DateTimeOffset.UtcNow.AddSeconds(90);
        while (DateTimeOffset.UtcNow < until)
        {
            var play = await sandbox.Http.GetFromJsonAsync<JsonNode>($"{sandbox.Site}/sandbox/api/play", Token);
            if (!play!["isRunning"]!.GetValue<bool>()
                && await sandbox.Http.GetFromJsonAsync<JsonArray>($"{sandbox.Site}/sandbox/api/issues/{play["issueKey"]}/links", Token) is [var link, ..])
                return link!["url"]!.GetValue<string>();
            await Task.Delay(200, Token);
        }
        throw new TimeoutException("No postmortem was linked from the ticket.");
    }

    private static Task LookAsync(IPage page, string name) => Look.AtAsync(page, $"edit-{name}");
}
