using JsmConnector.Benchmarks.Site;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Vendors;
using Npgsql;

namespace JsmConnector.IntegrationTests.Crashes;

/// <summary>The process is killed for real, between any two lines, and started again: nothing is lost and nothing is said twice.</summary>
public sealed class CrashTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Lanes__LeaseLength"] = "00:00:02",
        ["Statuspage__RequestsPerSecond"] = "50",
    };

    private readonly string _key = AppProcess.NewKey();
    private string _database = "";
    private BenchmarkSite _site = null!;
    private FakeStatuspage _vendor = null!;
    private FakeStatuspagePage _page = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _site = await BenchmarkSite.StartAsync();
        _vendor = await FakeStatuspage.StartAsync();
        _page = _vendor.AddPage("page1", "cmail");
        Settings["Statuspage__ApiUrl"] = _vendor.ApiUrl;
    }

    public async ValueTask DisposeAsync()
    {
        await _vendor.DisposeAsync();
        await _site.DisposeAsync();
    }

    private Task<AppProcess> StartAsync() => AppProcess.StartAsync(_database, _site.Address, _key, new Dictionary<string, string>(Settings) { ["Statuspage__ApiUrl"] = _vendor.ApiUrl });

    private async Task<AppProcess> StartMirroringAsync()
    {
        var app = await StartAsync();
        await _site.InstallAsync(app.Address);
        await _site.SaveSettingsAsync(app.Address, new
        {
            statusPages = new object[]
            {
                new { id = "main", provider = "builtin" },
                new { id = "sp", provider = "statuspage", pageId = _page.Id, apiKey = _vendor.ApiKey, components = new Dictionary<string, string> { ["Email"] = "cmail" } },
            },
        });
        return app;
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_death_after_the_remote_call_and_before_its_record_repeats_nothing(string method)
    {
        var start = DateTimeOffset.UtcNow;
        var app = await StartMirroringAsync();
        var killed = new TaskCompletionSource();
        _vendor.BeforeAnswer = async request =>
        {
            if (request.Method != method || killed.Task.IsCompleted)
                return;
            app.Process.Kill();
            await app.Process.WaitForExitAsync();
            killed.TrySetResult();
        };

        await TellAsync("new", 0);
        if (method == "PATCH")
        {
            await UntilAsync(() => _page.Incidents.Count == 1);
            await TellAsync("indeterminate", 1);
        }
        await killed.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await using var again = await StartAsync();
        await _site.SendAsync(again.Address, Bodies.Incident(7, "done", start.AddSeconds(2), "Email"));
        await UntilAsync(() => _page.Incidents is [{ Status: "resolved" }]);
        await UntilQuietAsync();

        var incident = Assert.Single(_page.Incidents);
        Assert.Equal(incident.Updates.Count, incident.Updates.Select(update => update.Body).Distinct().Count());
        Assert.Equal("operational", _page.Components["cmail"]);
        Assert.Equal(0, await CountAsync("select count(*) from deliveries where state = 'Failed'"));

        async Task TellAsync(string category, int second)
        {
            try
            {
                await _site.SendAsync(app.Address, Bodies.Incident(7, category, start.AddSeconds(second), "Email"));
            }
            catch (HttpRequestException refused) when (refused.StatusCode is null)
            {
                // It stored the event, made its call and died before it answered.
            }
        }
    }

    [Fact]
    public async Task A_death_between_the_insert_and_the_answer_stores_once_when_Jira_repeats()
    {
        var app = await StartMirroringAsync();
        var body = Bodies.Incident(7, "new", DateTimeOffset.UtcNow, "Email");
        var sending = _site.SendAsync(app.Address, body, "delivery-1");
        await UntilAsync(async () => await CountAsync("select count(*) from webhooks where delivery_key = 'delivery-1'") == 1);
        app.Process.Kill();
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);

        await using var again = await StartAsync();
        await _site.SendAsync(again.Address, body, "delivery-1");
        await UntilQuietAsync();

        Assert.Equal(1, await CountAsync("select count(*) from webhooks where delivery_key = 'delivery-1'"));
        Assert.Equal(1, await CountAsync("select count(*) from incidents"));
        Assert.Equal(1, await CountAsync("select count(*) from incident_updates"));
        Assert.Single(_page.Incidents);
    }

    [Fact]
    public async Task Deaths_in_the_middle_of_a_drain_lose_nothing_and_repeat_nothing()
    {
        const int incidents = 10;
        var start = DateTimeOffset.UtcNow;
        var app = await StartMirroringAsync();
        string[] story = ["new", "indeterminate", "done"];
        var bodies = story.SelectMany((category, step) => Enumerable.Range(100, incidents).Select(number => Bodies.Incident(number, category, start.AddSeconds(step), $"Service {number}")));

        foreach (var (body, index) in bodies.Select((body, index) => (body, index)))
        {
            await SendUntilStoredAsync(() => app.Address, body, $"story-{index}");
            if (index % incidents == 7)
            {
                app.Process.Kill();
                await app.Process.WaitForExitAsync(Token);
                app = await StartAsync();
            }
        }
        await UntilQuietAsync();

        Assert.Equal(incidents, await CountAsync("select count(*) from incidents where stage = 'Resolved'"));
        Assert.Equal(incidents * story.Length, await CountAsync("select count(*) from incident_updates"));
        Assert.Equal(incidents * story.Length, await CountAsync("select count(*) from published_updates"));
        Assert.Equal(0, await CountAsync("select count(*) from published_components where status <> 'operational'"));
        Assert.Equal(incidents, _page.Incidents.Count);
        Assert.All(_page.Incidents, incident => Assert.Equal("resolved", incident.Status));
        Assert.All(_page.Incidents, incident => Assert.Equal(incident.Updates.Count, incident.Updates.Select(update => update.Body).Distinct().Count()));
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_death_while_recurring_jobs_were_announced_does_not_keep_the_next_start_waiting()
    {
        await (await StartAsync()).DisposeAsync();
        await using (var connection = new NpgsqlConnection(_database))
        {
            await connection.OpenAsync(Token);
            await using var command = new NpgsqlCommand("insert into hangfire.lock (resource, acquired) values ('hangfire:lock:recurring-job:sweep-inbox', now())", connection);
            await command.ExecuteNonQueryAsync(Token);
        }

        // Throws when the app ends instead of becoming ready.
        await using var again = await StartAsync();

        Assert.False(again.Process.HasExited);
    }

    private async Task SendUntilStoredAsync(Func<string> app, string body, string identifier)
    {
        while (true)
        {
            try
            {
                await _site.SendAsync(app(), body, identifier);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    /// <summary>No row waits or is worked on, except what is due later on purpose (the postmortems).</summary>
    private Task UntilQuietAsync() => UntilAsync(async () =>
        await CountAsync("select (select count(*) from webhooks where state in ('Stored','Working')) + (select count(*) from deliveries where state in ('Queued','Sending'))") == 0);

    private Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            if (DateTimeOffset.UtcNow > until)
                throw new TimeoutException("The app did not get there within a minute.");
            await Task.Delay(20, Token);
        }
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
