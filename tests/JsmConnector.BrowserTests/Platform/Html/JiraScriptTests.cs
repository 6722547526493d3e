using System.Text.RegularExpressions;
using JsmConnector.Incidents;
using JsmConnector.PortalAnnouncements;
using Microsoft.Playwright;

namespace JsmConnector.BrowserTests.Platform.Html;

public sealed class JiraScriptTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private ScreenStage _stage = null!;
    private IPage _page = null!;
    private readonly List<string> _complaints = [];

    public async ValueTask InitializeAsync()
    {
        _stage = await ScreenStage.StartAsync();
        _page = await chromium.OpenAsync();
        _page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add(message.Text);
        };
        // The host's script comes from the vendor's address; the policy of the page must let it in.
        await _page.RouteAsync("https://stage.invalid/all.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = ScreenStage.HostScript }));
    }

    public async ValueTask DisposeAsync()
    {
        await _page.Context.DisposeAsync();
        await _stage.DisposeAsync();
    }

    private IFrame Frame => _page.Frames[1];

    [Fact]
    public async Task The_token_leaves_the_address_and_nothing_else_does()
    {
        await OpenAsync();

        Assert.Equal("?serviceDesk=1", await Frame.EvaluateAsync<string>("location.search"));
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task When_all_is_well_the_frame_asks_for_no_height()
    {
        await OpenAsync();

        await UntilAsync("window.AP?.sizes.at(-1) === '0'");
        Assert.Equal("", (await Frame.InnerTextAsync("body")).Trim());
    }

    [Fact]
    public async Task A_new_incident_appears_by_itself_with_a_fresh_token_and_is_announced_once()
    {
        await OpenAsync();
        await UntilAsync("window.AP?.sizes.length > 0");

        _stage.Announcements = [Announce("Problem with Email", 22)];
        await Frame.WaitForSelectorAsync("h2:has-text('Problem with Email')");

        Assert.All(_stage.Tokens, token => Assert.Equal("JWT fresh", token));
        Assert.Contains("Problem with Email", await Frame.TextContentAsync("#live"), StringComparison.Ordinal);
        await UntilAsync("Number(AP.sizes.at(-1)) > 80");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task An_unchanged_part_keeps_its_node_its_focus_and_its_height()
    {
        _stage.Announcements = [Announce("Problem with Email", 22)];
        await OpenAsync();
        await Frame.FocusAsync("a[data-key]");
        await Frame.EvaluateAsync("document.querySelector('section').marked = true");
        var before = _stage.Tokens.Count;

        await ReadAgainAsync(before + 2);

        Assert.True(await Frame.EvaluateAsync<bool>("document.querySelector('section').marked"));
        Assert.Equal("A", await Frame.EvaluateAsync<string>("document.activeElement.tagName"));
        Assert.Equal(1, await Frame.EvaluateAsync<int>("new Set(AP.sizes).size"));
        Assert.Null(await Frame.QuerySelectorAsync("#live"));
    }

    [Fact]
    public async Task A_changed_part_gives_the_focus_back_to_the_same_link()
    {
        _stage.Announcements = [Announce("Problem with Email", 22)];
        await OpenAsync();
        await Frame.FocusAsync("a[data-key]");

        var changed = Announce("Problem with Email", 22);
        changed.Words = "We know what is behind it.";
        _stage.Announcements = [changed];
        await Frame.WaitForSelectorAsync("text=We know what is behind it.");

        Assert.Equal("A", await Frame.EvaluateAsync<string>("document.activeElement.tagName"));
    }

    [Fact]
    public async Task When_the_app_is_away_the_frame_keeps_what_it_shows()
    {
        _stage.Announcements = [Announce("Problem with Email", 22)];
        await OpenAsync();
        _stage.IsAway = true;
        var before = _stage.Tokens.Count;

        await ReadAgainAsync(before + 2);

        Assert.NotNull(await Frame.QuerySelectorAsync("h2:has-text('Problem with Email')"));
    }

    [Fact]
    public async Task An_incident_that_ends_takes_its_height_back()
    {
        _stage.Announcements = [Announce("Problem with Email", 22)];
        await OpenAsync();

        _stage.Announcements = [];

        await UntilAsync("window.AP?.sizes.at(-1) === '0'");
    }

    [Fact]
    public async Task Times_are_said_in_the_readers_zone_with_the_exact_time_for_everybody()
    {
        _stage.Announcements = [Announce("Problem with Email", 22)];
        await OpenAsync();

        await Frame.WaitForSelectorAsync("time[data-moment]:has-text('12 minutes ago')");
        var chip = await Frame.InnerTextAsync("[data-promise]");
        Assert.Matches(new Regex(@"Next update by (\d{1,2} \w{3,4} \d{4}, )?\d\d:\d\d (CET|CEST|GMT\+\d) \(in 2[12] min\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), chip);
        Assert.Matches(new Regex(@"\d{1,2} \w{3,4} \d{4}.*(CET|CEST|GMT\+\d)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), await Frame.GetAttributeAsync("time[data-moment]", "title") ?? "");
    }

    [Fact]
    public async Task A_button_of_a_page_left_open_posts_the_newest_token_and_the_decision()
    {
        await _page.GotoAsync($"{_stage.Url}/admin-host");
        await UntilAsync("document.querySelector('input[name=session]')?.value === 'session-3'");

        await Frame.ClickAsync("button:has-text('Send again')");
        await Frame.WaitForSelectorAsync("text=The message is queued.");

        Assert.Matches("^session=session-([3-9]|[1-9][0-9]+) delivery=00000000-0000-0000-0000-000000000000 decision=replay$", Assert.Single(_stage.Decisions));
        Assert.Empty(_complaints);
    }

    private async Task OpenAsync()
    {
        await _page.GotoAsync($"{_stage.Url}/host");
        await UntilAsync("window.AP?.sizes.length > 0");
    }

    /// <summary>Polls from outside: the page's own policy forbids the evaluation that Playwright's wait would do inside.</summary>
    private async Task UntilAsync(string condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        while (!await Frame.EvaluateAsync<bool>($"Boolean({condition})"))
            await Task.Delay(25, patience.Token);
    }

    private async Task ReadAgainAsync(int times)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        while (_stage.Tokens.Count < times)
            await Task.Delay(25, patience.Token);
    }

    private static PortalAnnouncement Announce(string title, int minutes) => new()
    {
        InstallationId = new(Guid.NewGuid()),
        IncidentId = new(Guid.NewGuid()),
        PublicId = "abc123",
        Title = title,
        Stage = Stage.Investigating,
        Severity = Severity.Critical,
        Words = "We are looking into it.",
        Components = ["Email"],
        NextUpdateAt = TimeProvider.System.GetUtcNow().AddMinutes(minutes),
        StartedAt = TimeProvider.System.GetUtcNow().AddMinutes(-30),
        PublishedAt = TimeProvider.System.GetUtcNow().AddMinutes(-12).AddSeconds(-5),
        StatusPagePath = "/status/acme",
    };
}
