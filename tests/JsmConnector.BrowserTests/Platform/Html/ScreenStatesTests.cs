using JsmConnector.Platform.Html;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Platform.Html;

/// <summary>Each screen beside a ticket and on the portal in every state, in both languages, in light and in dark, at the width of a phone.</summary>
public sealed class ScreenStatesTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("en-GB", ColorScheme.Light)]
    [InlineData("de-DE", ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_any_state_and_nothing_is_cut_off(string language, ColorScheme scheme)
    {
        await using var stage = Stage();
        await stage.StartAsync(TestContext.Current.CancellationToken);
        var page = await chromium.OpenAsync(new() { Locale = language, TimezoneId = "Europe/Berlin" });
        await page.RouteAsync("https://stage.invalid/all.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = ScreenStage.HostScript }));
        var faults = new List<string>();

        foreach (var name in States(FrameAncestors.Nobody).Select(state => state.Name))
        {
            await page.GotoAsync($"{stage.Urls.First()}/state/{name}");
            // Folds hide nothing from the look.
            await page.EvaluateAsync("document.querySelectorAll('details').forEach((fold) => { fold.open ||= fold.dataset.key !== 'compose'; })");
            faults.AddRange(await Look.OnceAsync(page, $"{name}-{language[..2]}", scheme));
            if (name.StartsWith("panel-", StringComparison.Ordinal) && await page.GetAttributeAsync("html", "lang") != language[..2])
                faults.Add($"{name}: says that its language is another one");
        }

        Assert.Equal([], faults);
        await page.Context.DisposeAsync();
    }

    private static IEnumerable<(string Name, IResult Page)> States(FrameAncestors ancestors)
    {
        var now = TimeProvider.System.GetUtcNow();
        return [.. PanelStates.All(now, ancestors), .. PortalStates.All(now, ancestors)];
    }

    private static WebApplication Stage()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHtml();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Atlassian:ConnectScriptUrl"] = "https://stage.invalid/all.js";
        var stage = builder.Build();
        stage.UseScreenWords();
        stage.MapHtml();
        stage.MapGet("/state/{name}", (string name) => States(FrameAncestors.Nobody).First(state => state.Name == name).Page);
        return stage;
    }
}
