using Microsoft.Playwright;

namespace JsmConnector.BrowserTests;

/// <summary>A screen in the frame of the site, or a page without one, looked at in light, in dark and in 360 px: no fault that axe knows, and nothing wider than the frame.</summary>
public static class Look
{
    private const string Widest = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.tagName + '.' + e.className).slice(0, 12).join(' ')";

    private static readonly (string, ColorScheme, int)[] Everywhere = [("light", ColorScheme.Light, 1280), ("dark", ColorScheme.Dark, 1280), ("360", ColorScheme.Light, 360)];

    public static async Task AtAsync(IPage page, string name) => Assert.Equal([], await FaultsAsync(page, name, Everywhere));

    /// <summary>In dark and in 360 px at once, for screens made of parts that others show too; everywhere when somebody asks for pictures.</summary>
    /// <returns>What is wrong, one line each.</returns>
    public static Task<IReadOnlyList<string>> BrieflyAsync(IPage page, string name) =>
        FaultsAsync(page, name, Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } ? Everywhere : [("dark-360", ColorScheme.Dark, 360)]);

    /// <summary>In 360 px and one scheme, for screens that are looked at in many states; everywhere when somebody asks for pictures.</summary>
    public static Task<IReadOnlyList<string>> OnceAsync(IPage page, string name, ColorScheme scheme) =>
        FaultsAsync(page, name, Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } ? Everywhere : [($"{scheme}-360", scheme, 360)]);

    private static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string name, (string, ColorScheme, int)[] ways)
    {
        var faults = new List<string>();
        foreach (var (suffix, scheme, width) in ways)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, 900);
            var frame = page.Frames.Count > 1 ? page.Frames[1] : page.MainFrame;
            await Screenshots.TakeAsync(page, $"{name}-{suffix}");
            faults.AddRange((await Axe.FaultsAsync(frame)).Select(fault => $"{name}, {suffix}: {fault}"));
            if (!await frame.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                faults.Add($"{name}, {suffix}: wider than the frame: {await frame.EvaluateAsync<string>(Widest)}.");
        }
        await page.SetViewportSizeAsync(1280, 900);
        return faults;
    }
}
