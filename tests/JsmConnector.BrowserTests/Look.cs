using Microsoft.Playwright;

namespace JsmConnector.BrowserTests;

/// <summary>A screen in the frame of the site, or a page without one, looked at in light, in dark and in 360 px: no fault that axe knows, and nothing wider than the frame.</summary>
public static class Look
{
    private const string Widest = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.tagName + '.' + e.className).slice(0, 12).join(' ')";

    public static async Task AtAsync(IPage page, string name)
    {
        foreach (var (suffix, scheme, width) in new[] { ("light", ColorScheme.Light, 1280), ("dark", ColorScheme.Dark, 1280), ("360", ColorScheme.Light, 360) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, 900);
            var frame = page.Frames.Count > 1 ? page.Frames[1] : page.MainFrame;
            await Screenshots.TakeAsync(page, $"{name}-{suffix}");
            Assert.Equal([], await Axe.FaultsAsync(frame));
            Assert.True(await frame.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name}, {suffix}: wider than the frame: {await frame.EvaluateAsync<string>(Widest)}.");
        }
        await page.SetViewportSizeAsync(1280, 900);
    }
}
