using System.Text.Json.Nodes;
using JsmConnector.Benchmarks.Site;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Vendors;

namespace JsmConnector.IntegrationTests.Crashes;

/// <summary>The process is killed for real at every call that publishing makes, between the call and its record: one page stands in the end.</summary>
public sealed class PublishingCrashTests(PostgresServer server) : IAsyncLifetime
{
    private const string Postmortem = "/api/v1/incidents/OPS-7/postmortem";
    private readonly string _key = AppProcess.NewKey();
    private string _database = "";
    private BenchmarkSite _site = null!;
    private FakeConfluence _confluence = null!;
    private FakeStatuspage _statuspage = null!;
    private FakeStatuspagePage _page = null!;
    private MortalApp _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _app = new MortalApp(StartAsync);
        _site = await BenchmarkSite.StartAsync();
        _confluence = await FakeConfluence.StartAsync();
        _statuspage = await FakeStatuspage.StartAsync();
        _page = _statuspage.AddPage("page1");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _statuspage.DisposeAsync();
        await _confluence.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task A_death_at_any_call_of_publishing_leaves_exactly_one_page_with_the_newest_words()
    {
        await _app.LiveAsync();
        await PrepareAsync();
        _confluence.BeforeAnswer = _app.DieOnceAtAsync;

        await PublishAsync("confluence");
        var first = _app.Deaths.Count;
        var version = (int)(await CallAsync(HttpMethod.Get, ""))!["version"]!;
        await CallAsync(HttpMethod.Put, "", new { version, @internal = new { markdown = "Newer words.\n" } });
        await MoveAsync("approve");
        await PublishAsync("confluence");
        await _app.DisposeAsync();

        var page = Assert.Single(_confluence.Pages);
        Assert.Contains("Newer words.", page.Body, StringComparison.Ordinal);
        Assert.Equal(2, page.Version);
        Assert.Contains("postmortem", page.Labels);
        Assert.True(first >= 6 && _app.Deaths.Count > first, $"It died at: {string.Join(", ", _app.Deaths)}");
    }

    [Fact]
    public async Task A_death_at_any_call_about_an_account_publishes_it_once_and_tells_subscribers_once()
    {
        await _app.LiveAsync();
        await PrepareAsync();
        _statuspage.BeforeAnswer = request => request.Path.Contains("/postmortem", StringComparison.Ordinal) ? _app.DieOnceAtAsync($"{request.Method} {request.Path}") : Task.CompletedTask;

        await PublishAsync("statuspage:sp", "builtin:main");
        await MoveAsync("close");
        await _app.DisposeAsync();

        var account = Assert.Single(_page.Incidents).Account;
        Assert.Contains("A disk was full.", account.Body, StringComparison.Ordinal);
        Assert.Equal((1, 1, 3), (account.Publications, account.Notified, _app.Deaths.Count));
    }

    /// <summary>Starts the app again after each death, until the documents are where they should be.</summary>
    private async Task PublishAsync(params string[] places)
    {
        try
        {
            await MoveAsync("publish");
        }
        catch (HttpRequestException)
        {
            // It died at the first call, before it answered; the wish is a row since before that call.
        }
        var until = DateTimeOffset.UtcNow.AddSeconds(150);
        while (DateTimeOffset.UtcNow < until)
        {
            await _app.LiveAsync();
            try
            {
                var publications = (await CallAsync(HttpMethod.Get, "/publications"))!["publications"]!.AsArray();
                if (places.All(place => (string?)publications.Single(line => (string?)line!["target"] == place)!["state"] == "published"))
                    return;
            }
            catch (HttpRequestException)
            {
                // It just died.
            }
            await Task.Delay(50, Token);
        }
        throw new TimeoutException($"The page was not published. Calls: {string.Join(", ", _confluence.Calls)}");
    }

    private Task<JsonNode?> CallAsync(HttpMethod method, string path, object? body = null) => _site.CallAsync(_app.Address, method, Postmortem + path, body);

    private Task<AppProcess> StartAsync() => AppProcess.StartAsync(_database, _site.Address, _key, new Dictionary<string, string>
    {
        ["Lanes__LeaseLength"] = "00:00:02",
        ["Atlassian__ApiUrl"] = _confluence.Url,
        ["Statuspage__ApiUrl"] = _statuspage.ApiUrl,
        ["Statuspage__RequestsPerSecond"] = "50",
        ["Postmortems__Delay"] = "1.00:00:00",
    });

    private async Task PrepareAsync()
    {
        var start = DateTimeOffset.UtcNow;
        await _site.InstallAsync(_app.Address);
        await _site.SaveSettingsAsync(_app.Address, new
        {
            statusPages = new object[] { new { id = "main", provider = "builtin" }, new { id = "sp", provider = "statuspage", pageId = _page.Id, apiKey = _statuspage.ApiKey } },
            postmortems = new
            {
                review = new { authorMayApprove = true },
                publishing = new { notifySubscribers = true, confluence = new { account = _confluence.Account, token = _confluence.ApiToken, cloudId = "11111111-2222-3333-4444-555555555555", spaces = new[] { new { space = "OPS" } } } },
            },
        });
        await _site.SendAsync(_app.Address, Bodies.Incident(7, "new", start, "Email"));
        await _site.SendAsync(_app.Address, Bodies.Incident(7, "done", start.AddSeconds(1), "Email"));
        await UntilAsync(() => CallAsync(HttpMethod.Post, "/requests", new { }));
        await UntilAsync(() => CallAsync(HttpMethod.Get, ""));
        await CallAsync(HttpMethod.Put, "", new { version = 1, external = new { markdown = "We are sorry. A disk was full.\n" } });
        await UntilAsync(() => _page.Incidents is [{ Status: "resolved" }] ? Task.CompletedTask : throw new HttpRequestException("The incident is not on the page yet."));
        await MoveAsync("submit");
        await MoveAsync("approve");
    }

    private async Task MoveAsync(string move)
    {
        var version = (int)(await CallAsync(HttpMethod.Get, ""))!["version"]!;
        await CallAsync(HttpMethod.Post, "/moves", new { version, move });
    }

    private static async Task UntilAsync(Func<Task> succeeds)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (true)
        {
            try
            {
                await succeeds();
                return;
            }
            catch (HttpRequestException) when (DateTimeOffset.UtcNow < until)
            {
                await Task.Delay(100, Token);
            }
        }
    }
}
