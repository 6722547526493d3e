using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.PublicStatus;

/// <summary>The banner on a page of another origin, and Atlassian's own widget reading ours.</summary>
public sealed class EmbedTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("calm", false)]
    [InlineData("incident", true)]
    [InlineData("maintenance", true)]
    public async Task The_banner_is_seen_on_foreign_pages_only_when_there_is_something_to_say_and_moves_nothing(string state, bool isSeen)
    {
        await using var stage = await PageStage.StartAsync(state);
        await using var foreign = await PageStage.StartAsync("calm");
        foreign.Host = $"<!doctype html><html lang=en><title>Shop</title><body style='margin:0'><h1 id=mark>Shop</h1><script async src='{stage.Url}/embed.js'></script></body></html>";
        var page = await chromium.OpenAsync();
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync($"{foreign.Url}/host"), answer => answer.Url.EndsWith("/embed.json", StringComparison.Ordinal));
        var banner = page.GetByRole(AriaRole.Region, new() { Name = "Acme Cloud" });

        if (!isSeen)
        {
            await page.WaitForTimeoutAsync(300);
            Assert.Equal(0, await banner.CountAsync());
            await page.Context.CloseAsync();
            return;
        }
        await Assertions.Expect(banner).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<double>("performance.getEntriesByType('layout-shift').reduce((sum, shift) => sum + shift.value, 0)"));
        Assert.Equal([], await Axe.FaultsAsync(page.MainFrame));
        await Screenshots.TakeAsync(page, $"embed-{state}");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(banner).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("calm", "All Systems Operational")]
    [InlineData("incident", "Partial System Outage")]
    [InlineData("maintenance", "Service Under Maintenance")]
    public async Task Atlassians_own_widget_understands_the_page(string state, string said)
    {
        var widget = Readers.File("@statuspage", "status-widget", "dist", "index.js");
        if (widget is null)
            return;
        await using var stage = await PageStage.StartAsync(state);
        await using var foreign = await PageStage.StartAsync("calm");
        foreign.Host = $"<!doctype html><html lang=en><title>Shop</title><body><statuspage-widget src='{stage.Url}'></statuspage-widget></body></html>";
        var page = await chromium.OpenAsync();
        await page.GotoAsync($"{foreign.Url}/host");
        await page.AddScriptTagAsync(new() { Path = widget });

        await Assertions.Expect(page.Locator("statuspage-widget")).ToContainTextAsync(said);
        await Screenshots.TakeAsync(page, $"widget-{state}");
        await page.Context.CloseAsync();
    }
}
