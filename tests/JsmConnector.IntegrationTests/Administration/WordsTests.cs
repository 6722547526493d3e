using System.Net;
using JsmConnector.Administration.Destinations;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Notifications;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Operators.Commands;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>The screen of the words: what counts, what every channel would show, a text of the site's own, a test.</summary>
public sealed class WordsTests : IClassFixture<ChannelsApp>
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private readonly ChannelsApp _app;

    public WordsTests(ChannelsApp app)
    {
        _app = app;
        app.Acme.Jira.Administrators.Add(Administrator);
    }

    [Fact]
    public async Task The_built_in_text_stands_there_with_its_variables_and_a_preview_of_every_channel()
    {
        var page = await PressAsync(new() { ["decision"] = "show", ["class"] = "storage_provider", ["audience"] = "customers", ["about"] = "investigating" });

        Assert.Contains("The supplier that stores files for {{ impact.components }} has a problem.", page, StringComparison.Ordinal);
        Assert.Contains("Built in: storage_provider/customers/investigating", page, StringComparison.Ordinal);
        Assert.Contains("The supplier that stores files for Calendar and Email has a problem.", page, StringComparison.Ordinal);
        Assert.All(_app.Kinds(), kind => Assert.Contains($"aria-label=\"Preview: {KindNames.Of(DestinationFields.Channel, kind)}\"", page, StringComparison.Ordinal));
        Assert.Contains("of 280, as X weighs them", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<code>incident.key</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_named_by_its_place_and_nothing_is_saved()
    {
        var form = new Dictionary<string, string> { ["decision"] = "save", ["audience"] = "customers", ["about"] = "identified", ["text"] = "We know.\n{{ incident.key }}" };
        var page = await PressAsync(form);

        Assert.Contains("Line 2, column 13: ", page, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved.", page, StringComparison.Ordinal);
        Assert.Contains("We know.\n{{ incident.key }}</textarea>", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain((await SettingsAsync()).Words.Templates, text => text.Text.Contains("incident.key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_of_the_site_is_saved_says_what_it_lacks_and_is_removed()
    {
        var choice = new Dictionary<string, string> { ["class"] = "performance", ["audience"] = "customers", ["about"] = "monitoring", ["language"] = "de", ["text"] = "Alles wird schneller. Nächste Nachricht bis {{ update.next_at }}." };

        var saved = await PressAsync(new(choice) { ["decision"] = "save" });
        Assert.Contains("The text counts from now on.", saved, StringComparison.Ordinal);
        Assert.Contains("<code>impact.residual</code>", saved, StringComparison.Ordinal);
        Assert.Equal("Alles wird schneller. Nächste Nachricht bis {{ update.next_at }}.", Assert.Single((await SettingsAsync()).Words.Templates, text => text.Class == "performance").Text);

        var removed = await PressAsync(new(choice) { ["decision"] = "remove" });
        Assert.Contains("Für das Problem mit {{ impact.components }} ist seit", removed, StringComparison.Ordinal);
        Assert.DoesNotContain((await SettingsAsync()).Words.Templates, text => text.Class == "performance");
    }

    [Fact]
    public async Task A_test_goes_to_one_channel_marked_as_a_test()
    {
        await _app.TellAsync("core", "slack-webhook");
        _app.Channels.Forget();

        var page = await PressAsync(new() { ["decision"] = "test", ["audience"] = "core", ["about"] = "identified", ["channel-id"] = "my-slack-webhook", ["text"] = "Only a try of {{ incident.key }}." });

        Assert.Contains("The test is out on my-slack-webhook.", page, StringComparison.Ordinal);
        Assert.Contains("[Test] Only a try of OPS-7.", Assert.Single(_app.Channels.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_reaches_a_browser_each_time_marked_as_a_test()
    {
        await _app.TellAsync("core", "push");
        _app.Channels.Forget();

        for (var i = 0; i < 2; i++)
            Assert.Contains("The test is out on my-push.", await PressAsync(new() { ["decision"] = "test", ["audience"] = "core", ["about"] = "identified", ["channel-id"] = "my-push", ["text"] = "Only a try." }), StringComparison.Ordinal);

        // The browser shows one id once.
        Assert.Equal(2, _app.Channels.Told("push"));
        Assert.All(_app.Channels.Requests, request => Assert.StartsWith("[Test] ", request.Json["title"]!.ToString(), StringComparison.Ordinal));
        Assert.All(_app.Channels.Requests, request => Assert.StartsWith("[Test] ", request.Json["body"]!.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("attentive")]
    [InlineData("silent")]
    public async Task A_drill_shows_the_hour_and_its_score_and_reaches_nobody(string team)
    {
        string[] kinds = [.. _app.Kinds().Where(kind => kind is not ("email" or "jira" or "bluesky" or "mastodon" or "x"))];
        await _app.TellAsync("core", kinds);
        await _app.DrainAsync();
        _app.Channels.Forget();
        _app.Mail.Forget();
        var before = await RowsAsync();

        var page = await PressAsync(new() { ["decision"] = "play", ["class"] = "outage", ["team"] = team }, "/admin/drill");
        using var said = new StringWriter();
        Assert.Equal(0, await new CommandLine(said, said, _ => null).RunAsync(_app.App.Services, ["drill", _app.Acme.Id.ToString(), .. team == "silent" ? new[] { "outage", "silent" } : []], TestContext.Current.CancellationToken));
        await _app.DrainAsync();

        Assert.All([page, said.ToString()], text => Assert.Contains("DRILL-1: severity 2 since", text, StringComparison.Ordinal));
        Assert.All([page, said.ToString()], text => Assert.Contains(team == "silent" ? "Nothing new to report on Email yet" : "have been unable to send e-mail", text, StringComparison.Ordinal));
        Assert.All(kinds, kind => Assert.Contains($"my-{kind} ({kind})", page, StringComparison.Ordinal));
        Assert.Contains("Promises kept", page, StringComparison.Ordinal);
        Assert.Empty(_app.Channels.Requests);
        Assert.Empty(_app.Mail.Taken);
        Assert.Equal(before, await RowsAsync());

        Task<(int, int, int, int)> RowsAsync() => _app.InAsync(_app.Acme, async database => (
            await database.Set<Incident>().CountAsync(), await database.Set<IncidentUpdate>().CountAsync(), await database.Set<Delivery>().CountAsync(), await database.Set<SubscriberNotice>().CountAsync()));
    }

    [Fact]
    public async Task A_form_that_comes_too_late_is_refused_and_gives_back_every_word()
    {
        var caller = new AtlassianPrincipal { InstallationId = _app.Acme.Id.Value, AccountId = Administrator, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() };
        var session = _app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, "administration");
        _app.Clock.Advance(SessionTokens.Life + TimeSpan.FromSeconds(1));

        var answer = await SendAsync(session);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Nothing you wrote is lost.", page, StringComparison.Ordinal);
        Assert.Contains("Words of an <hour> &amp; more.</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"decision\" value=\"save\"", page, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain(session, page, StringComparison.Ordinal);

        // A stranger's token gets nothing of it.
        var stranger = await SendAsync(session[..^4] + "AAAA");
        Assert.Equal((HttpStatusCode.Unauthorized, 0), (stranger.StatusCode, (await stranger.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));

        Task<HttpResponseMessage> SendAsync(string token) => _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin/words")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["session"] = token, ["decision"] = "save", ["text"] = "Words of an <hour> &amp; more." }),
        });
    }

    private async Task<InstallationSettings> SettingsAsync()
    {
        await using var scope = _app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(_app.Acme.Id);
        return await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(_app.Acme.Id, TestContext.Current.CancellationToken);
    }

    private async Task<string> PressAsync(Dictionary<string, string> form, string path = "/admin/words")
    {
        var caller = new AtlassianPrincipal { InstallationId = _app.Acme.Id.Value, AccountId = Administrator, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() };
        form["session"] = _app.App.Services.GetRequiredService<SessionTokens>().Issue(caller, "administration");
        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
