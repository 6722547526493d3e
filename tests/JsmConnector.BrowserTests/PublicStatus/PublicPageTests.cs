using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.PublicStatus;

/// <summary>The public page as people meet it: on a phone, on a wide screen, in the dark, by keyboard, without script, on paper.</summary>
public sealed class PublicPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly (string Name, int Width, ColorScheme Scheme)[] Looks =
        [("phone-light", 360, ColorScheme.Light), ("phone-dark", 360, ColorScheme.Dark), ("wide-light", 1280, ColorScheme.Light), ("wide-dark", 1280, ColorScheme.Dark)];

    [Theory]
    [InlineData("calm")]
    [InlineData("incident")]
    [InlineData("maintenance")]
    [InlineData("large")]
    [InlineData("hostile")]
    public async Task No_state_and_no_screen_has_a_fault_that_axe_knows_or_scrolls_sideways_or_asks_a_stranger(string state)
    {
        await using var stage = await PageStage.StartAsync(state);
        var (faults, strangers) = (new List<string>(), new List<string>());
        foreach (var (name, width, scheme) in Looks)
        {
            var page = await OpenAsync(width, scheme, strangers, stage.Url);
            foreach (var path in stage.Pages().Concat(state == "incident" ? stage.Doors() : []))
            {
                await page.GotoAsync(stage.Url + path);
                faults.AddRange((await Axe.FaultsAsync(page.MainFrame)).Select(fault => $"{name} {path}: {fault}"));
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
                    faults.Add($"{name} {path}: scrolls sideways");
                Assert.NotEqual("owned", await page.TitleAsync());
            }
            await page.GotoAsync(stage.Url);
            await Screenshots.TakeAsync(page, $"status-{state}-{name}");
            await page.GotoAsync($"{stage.Url}/updates");
            await Screenshots.TakeAsync(page, $"updates-{state}-{name}");
            await page.GotoAsync($"{stage.Url}/door/Ask");
            await Screenshots.TakeAsync(page, $"sign-in-{state}-{name}");
            await page.Context.CloseAsync();
        }

        Assert.Equal([], faults);
        Assert.Equal([], strangers);
    }

    [Fact]
    public async Task The_days_of_a_component_are_one_tab_stop_and_arrows_walk_over_them()
    {
        await using var stage = await PageStage.StartAsync("incident");
        var page = await OpenAsync(1280, ColorScheme.Light);
        await page.GotoAsync(stage.Url);
        var bars = page.Locator(".bars").First;

        Assert.Equal(await page.Locator(".strip").CountAsync(), await page.Locator(".strip [tabindex='0']").CountAsync());
        await bars.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(bars).ToHaveAttributeAsync("aria-valuetext", Like("Major outage"));
        await page.Keyboard.PressAsync("ArrowLeft");
        // In the first minutes of a day the incident began the day before.
        await Assertions.Expect(bars).ToHaveAttributeAsync("aria-valuenow", "88");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(bars).ToHaveAttributeAsync("aria-valuetext", Like("Operational$"));
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(bars).ToHaveAttributeAsync("aria-valuenow", "0");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_large_page_is_folded_opens_where_there_is_trouble_and_can_be_searched()
    {
        await using var stage = await PageStage.StartAsync("large");
        var page = await OpenAsync(1280, ColorScheme.Light);
        await page.GotoAsync(stage.Url);

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Service 017" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Service 150" })).ToBeHiddenAsync();
        await page.GetByLabel("Find a component").FillAsync("service 150");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Service 150" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Service 017" })).ToBeHiddenAsync();
        await page.GetByLabel("Find a component").FillAsync("");
        await page.GetByLabel("Show only affected").CheckAsync();
        Assert.Equal(1, await page.Locator("[data-component]:visible").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_script_everything_is_said()
    {
        await using var stage = await PageStage.StartAsync("incident");
        var context = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(stage.Url);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Problem with Email since");
        await Assertions.Expect(page.Locator(".name")).ToHaveTextAsync("Acme Cloud status");
        await Assertions.Expect(page.Locator(".promise").First).ToContainTextAsync("UTC");
        Assert.Contains("Major outage", await page.Locator(".bars").First.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await page.GetByText("Earlier updates (1)").ClickAsync();
        await Assertions.Expect(page.GetByText("We are looking into a problem with Email.").First).ToBeVisibleAsync();
        await context.CloseAsync();
    }

    [Fact]
    public async Task News_come_by_themselves_are_announced_once_and_leave_the_reader_where_he_is()
    {
        await using var stage = await PageStage.StartAsync("calm");
        var page = await OpenAsync(1280, ColorScheme.Light);
        await page.GotoAsync(stage.Url);
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Website" });
        await link.FocusAsync();

        stage.Show("incident");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Problem with Email", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[data-announcer]")).ToContainTextAsync("Problem with Email");
        await Assertions.Expect(link).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_on_paper_holds_the_state_and_no_controls()
    {
        await using var stage = await PageStage.StartAsync("incident");
        var page = await OpenAsync(1280, ColorScheme.Dark);
        await page.GotoAsync(stage.Url);
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });

        await Assertions.Expect(page.Locator(".get-updates")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "status-incident-print");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_browser_offers_notifications_confirms_by_itself_and_shows_each_once()
    {
        await using var stage = await PageStage.StartAsync("incident");
        var page = await OpenAsync(1280, ColorScheme.Light);
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = stage.Url });
        await page.GotoAsync($"{stage.Url}/updates");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Turn notifications on" })).ToBeVisibleAsync();
        await page.EvaluateAsync("async () => { await navigator.serviceWorker.register('/updates/worker.js'); while (!(await navigator.serviceWorker.getRegistration('/updates/')).active) await new Promise(next => setTimeout(next, 20)); }");
        var session = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>();
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            if (told?.GetProperty("registrations") is { } all && all.GetArrayLength() > 0)
                registered.TrySetResult(all[0].GetProperty("registrationId").GetString()!);
        };
        await session.SendAsync("ServiceWorker.enable");
        var registration = await registered.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        await DeliverAsync("""{"confirm":"the-token","title":"You are subscribed","body":"x"}""");
        await DeliverAsync("""{"id":"one","tag":"inc","title":"Problem with Email","body":"We are looking into it.","url":"https://status.example.com"}""");
        await DeliverAsync("""{"id":"one","tag":"inc","title":"The same once more","body":"x","url":"https://status.example.com"}""");
        await DeliverAsync("""{"id":"two","tag":"other","title":"Problem with Chat","body":"x","url":"https://status.example.com"}""");

        const string titles = "async () => (await (await navigator.serviceWorker.getRegistration('/updates/')).getNotifications()).map(shown => shown.title).sort().join('|')";
        const string expected = "Problem with Chat|Problem with Email|You are subscribed";
        string shown;
        var until = DateTime.UtcNow.AddSeconds(15);
        do
            shown = await page.EvaluateAsync<string>(titles);
        while (shown != expected && DateTime.UtcNow < until);
        Assert.Equal(expected, shown);
        Assert.Equal(["confirm?token=the-token"], stage.Acts);
        await page.Context.CloseAsync();

        Task DeliverAsync(string data) => session.SendAsync("ServiceWorker.deliverPushMessage", new() { ["origin"] = stage.Url, ["registrationId"] = registration, ["data"] = data });
    }

    private static System.Text.RegularExpressions.Regex Like(string pattern) => new(pattern, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<IPage> OpenAsync(int width, ColorScheme scheme, List<string>? strangers = null, string own = "")
    {
        var page = await chromium.OpenAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, TimezoneId = "Europe/Berlin", Locale = "en-GB", ReducedMotion = ReducedMotion.Reduce });
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(own, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                strangers?.Add(request.Url);
        };
        return page;
    }
}
