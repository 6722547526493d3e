using System.Globalization;
using JsmConnector.Benchmarks.Site;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Startup;

namespace JsmConnector.IntegrationTests.Crashes;

/// <summary>A site with five audiences on ten channels, lived through at sixty times the speed, with an app that can be killed and comes back.</summary>
internal sealed class PlayedHour : IAsyncDisposable
{
    private const int Speed = 60;
    private readonly string _key = AppProcess.NewKey(), _database, _address = $"http://127.0.0.1:{FreePort.Take()}";
    private readonly FakeMailServer _mail = FakeMailServer.Start();
    private readonly FakeChannels _channels;
    private readonly BenchmarkSite _site;
    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;
    private Task<AppProcess> _app = null!;

    private PlayedHour(string database, BenchmarkSite site, FakeChannels channels)
    {
        (_database, _site, _channels) = (database, site, channels);
        _site.Clock = Clock = new FastClock(TimeProvider.System, Speed, _since);
        _channels.Now = Clock.GetUtcNow;
    }

    public TimeProvider Clock { get; }
    public FakeChannels Channels => _channels;
    public FakeMailServer Mail => _mail;

    public static async Task<PlayedHour> BeginAsync(string database)
    {
        var hour = new PlayedHour(database, await BenchmarkSite.StartAsync(), await FakeChannels.StartAsync());
        hour._app = hour.StartAsync();
        await hour._app;
        await hour._site.InstallAsync(hour._address);
        await hour._site.SaveSettingsAsync(hour._address, hour.Settings());
        return hour;
    }

    /// <summary>Not a signal that can be handled: the process is gone between two instructions. It comes back after the pause.</summary>
    public async Task KillAsync(TimeSpan pause)
    {
        var app = await _app;
        app.Process.Kill();
        await app.Process.WaitForExitAsync();
        _app = BackAsync();

        async Task<AppProcess> BackAsync()
        {
            await Task.Delay(pause, Clock);
            return await StartAsync();
        }
    }

    /// <summary>Tries again while the app is away, as Jira and people do.</summary>
    public async Task<T> WithAppAsync<T>(Func<BenchmarkSite, string, Task<T>> act)
    {
        while (true)
        {
            var app = await _app;
            try
            {
                return await act(_site, app.Address);
            }
            catch (HttpRequestException away) when (away.StatusCode is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    public Task TicketAsync(string category, string delivery) => WithAppAsync(async (site, app) =>
    {
        await site.SendAsync(app, Bodies.Incident(7, category, Clock.GetUtcNow(), "Email"), delivery);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await (await _app).DisposeAsync();
        await _site.DisposeAsync();
        await _channels.DisposeAsync();
        await _mail.DisposeAsync();
    }

    private Task<AppProcess> StartAsync() => AppProcess.StartAsync(_database, _site.Address, _key, new Dictionary<string, string>
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["App__ClockSpeed"] = Speed.ToString(CultureInfo.InvariantCulture),
        ["App__ClockSince"] = _since.ToString("O", CultureInfo.InvariantCulture),
        // Three seconds of the machine, on which other tests run.
        ["Lanes__LeaseLength"] = "00:03:00",
        ["Postmortems__Delay"] = "1.00:00:00",
        ["Slack__ApiUrl"] = $"{_channels.Url}/slack",
        ["Twilio__ApiUrl"] = $"{_channels.Url}/twilio",
        ["X__ApiUrl"] = $"{_channels.Url}/x",
        ["Bluesky__ApiUrl"] = $"{_channels.Url}/bluesky",
        ["Smtp__Host"] = "127.0.0.1",
        ["Smtp__Port"] = _mail.Port.ToString(CultureInfo.InvariantCulture),
        ["Smtp__Security"] = "none",
        ["Smtp__From"] = "Acme status <status@acme.example>",
    }, _address);

    private object Settings() => new
    {
        channels = new object[]
        {
            new { id = "ops", kind = "slack", options = new { channel = "C0123456789" }, secrets = new { token = "xoxb-0000000000-very-secret" } },
            new { id = "events", kind = "webhook", options = new { url = $"{_channels.Url}/events" }, secrets = new { secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G" } },
            new { id = "desk", kind = "email", options = new { to = "ada@acme.example, ben@acme.example" } },
            new { id = "board", kind = "sms", options = new { account = $"AC{new string('0', 32)}", from = "+14155550123", to = "+49 170 1234567, +49 170 7654321" }, secrets = new { secret = "twilio-very-secret" } },
            new { id = "all", kind = "slack-webhook", secrets = new { url = $"{_channels.Url}/hook" } },
            new { id = "teams", kind = "teams", secrets = new { url = $"{_channels.Url}/teams" } },
            new { id = "toots", kind = "mastodon", options = new { instance = $"{_channels.Url}/mastodon" }, secrets = new { token = "mastodon-very-secret" } },
            new { id = "sky", kind = "bluesky", options = new { handle = "status.acme.example" }, secrets = new { appPassword = "bluesky-very-secret" } },
            new { id = "browser", kind = "push", secrets = new { subscription = _channels.PushSubscription } },
            new { id = "x", kind = "x", options = new { apiKey = "apikey0000000000", accessToken = "1234567890-accesstoken0000" }, secrets = new { apiSecret = "x-very-secret-key", accessSecret = "x-very-secret-token" } },
        },
        audiences = new object[]
        {
            new { name = "core", channels = new[] { "ops", "events" } },
            new { name = "support", channels = new[] { "desk" } },
            new { name = "executives", channels = new[] { "board" } },
            new { name = "employees", channels = new[] { "all", "teams" }, language = "de" },
            new { name = "customers", channels = new[] { "toots", "sky", "x", "browser" } },
        },
    };
}
