using Microsoft.Playwright;

namespace JsmConnector.BrowserTests;

/// <summary>Pictures for people who want to look: written when SCREENSHOTS names a folder.</summary>
public static class Screenshots
{
    public static async Task TakeAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        var (file, size) = (Path.Combine(folder, $"{name}.png"), page.ViewportSize);
        // A frame of another origin is not painted while it lies outside of the window, whatever the picture would show.
        if (page.Frames.Count > 1 && size is not null)
        {
            await page.SetViewportSizeAsync(size.Width, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
            await page.Frames[1].EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
        if (page.Frames.Count > 1 && size is not null)
            await page.SetViewportSizeAsync(size.Width, size.Height);
    }
}
