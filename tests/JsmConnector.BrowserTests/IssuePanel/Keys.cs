using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.IssuePanel;

/// <summary>A person who has no mouse: presses Tab until the wanted thing has the focus, and sees where it is at every stop.</summary>
public sealed class Keys(IPage page)
{
    private const string Here = """
        (() => {
          const at = document.activeElement;
          if (!at || at === document.body) return null;
          const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText ?? '';
          // The mark of the focus may stand on the box around a radio button.
          const isSeen = [at, at.closest('label')].some((node) => node && getComputedStyle(node).outlineStyle !== 'none' && parseFloat(getComputedStyle(node).outlineWidth) > 0);
          const box = at.getBoundingClientRect();
          return { name: name.trim(), isSeen, top: Math.round(box.top) };
        })()
        """;

    public sealed record Stop(string Name, bool IsSeen, int Top);

    /// <summary>Every stop so far, in order.</summary>
    public List<Stop> Stops { get; } = [];

    private IFrame Frame => page.Frames[1];

    public async Task ToAsync(string name)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await HereAsync() is not { } stop)
                continue;
            Stops.Add(stop);
            if (stop.Name.StartsWith(name, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"With the Tab key alone nobody comes to '{name}'. Stops: {string.Join(" | ", Stops.Select(stop => stop.Name))}");
    }

    public async Task PressAsync(string name, string key = "Enter")
    {
        await ToAsync(name);
        await page.Keyboard.PressAsync(key);
    }

    public Task LookAsync(string name) => Screenshots.TakeAsync(page, $"keys-{name}");

    private async Task<Stop?> HereAsync() => await Frame.EvaluateAsync<System.Text.Json.JsonElement>(Here) is { ValueKind: System.Text.Json.JsonValueKind.Object } found
        ? new Stop(found.GetProperty("name").GetString()!, found.GetProperty("isSeen").GetBoolean(), found.GetProperty("top").GetInt32())
        : null;
}
