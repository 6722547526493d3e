using System.Net.Http.Json;
using JsmConnector.BrowserTests.Sandbox;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.PortalHeader;

/// <summary>What a customer sees around the form of a request while something is known to be broken.</summary>
public sealed class RequestFormTests(SandboxProcess sandbox, Chromium chromium) : IClassFixture<SandboxProcess>, IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customer_is_told_what_is_known_and_follows_it_instead_of_sending_a_request()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1000, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{sandbox.Site}/servicedesk/customer/portal/1/create/22");
        var (known, foot) = (page.FrameLocator(".subheader iframe"), page.FrameLocator(".footer iframe"));
        await Assertions.Expect(foot.Locator("body")).ToContainTextAsync("All systems operational", new() { Timeout = 20_000 });
        Assert.Equal(0, await page.Locator(".subheader iframe").EvaluateAsync<int>("frame => frame.offsetHeight"));

        using var made = await sandbox.Http.PostAsJsonAsync(new Uri($"{sandbox.Site}/sandbox/api/issues"), new { summary = "mail-db-03 is dead", priority = "Highest", services = new[] { "Email" } }, Token);

        // Nobody reloads.
        await Assertions.Expect(known.Locator("body")).ToContainTextAsync("We already know about this", new() { Timeout = 60_000 });
        await Assertions.Expect(foot.Locator("body")).ToContainTextAsync("Problem with Email", new() { Timeout = 60_000 });
        foreach (var (name, scheme, width) in new[] { ("light", ColorScheme.Light, 1000), ("dark", ColorScheme.Dark, 1000), ("360", ColorScheme.Light, 360) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            foreach (var frame in page.Frames.Skip(1))
                Assert.Equal([], await Axe.FaultsAsync(frame));
            await Screenshots.TakeAsync(page, $"request-form-{name}");
        }

        var opened = await page.RunAndWaitForPopupAsync(() => known.GetByRole(AriaRole.Link, new() { Name = "Follow it" }).ClickAsync());
        await Assertions.Expect(opened.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Problem with Email");
    }
}
