using Microsoft.Playwright;

namespace JsmConnector.BrowserTests;

/// <summary>A screen inside a frame of the site, judged by axe; and pictures for people, where somebody asked for them: wide and light, wide and dark, and as narrow as a phone.</summary>
public static class Look
{
    public static async Task AtAsync(IPage page, string name)
    {
        Assert.Equal([], await Axe.FaultsAsync(page.Frames.Count > 1 ? page.Frames[^1] : page.MainFrame));
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 })
            return;
        var wide = page.ViewportSize!;
        await Screenshots.TakeAsync(page, name);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Equal([], await Axe.FaultsAsync(page.Frames.Count > 1 ? page.Frames[^1] : page.MainFrame));
        await Screenshots.TakeAsync(page, $"{name}-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(360, 800);
        await page.WaitForTimeoutAsync(300);
        await Screenshots.TakeAsync(page, $"{name}-360");
        await page.SetViewportSizeAsync(wide.Width, wide.Height);
    }
}
