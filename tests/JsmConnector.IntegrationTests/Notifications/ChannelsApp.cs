using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>A site whose audiences are told on stand-in channels.</summary>
public sealed class ChannelsApp(PostgresServer postgres) : PromisesApp(postgres)
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G";
    public const string Token = "xoxb-0000000000-very-secret";

    public FakeChannels Channels { get; private set; } = null!;
    public FakeMailServer Mail { get; } = FakeMailServer.Start();

    protected override IReadOnlyList<string> Arguments =>
    [
        $"--Slack:ApiUrl={Channels.Url}/slack", $"--Twilio:ApiUrl={Channels.Url}/twilio", $"--X:ApiUrl={Channels.Url}/x", $"--Bluesky:ApiUrl={Channels.Url}/bluesky", "--Smtp:Host=127.0.0.1", $"--Smtp:Port={Mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}", "--Smtp:Security=none", $"--Smtp:BounceSecret={Secret}", "--Smtp:From=Acme status <status@acme.example>",
    ];

    public override async ValueTask InitializeAsync()
    {
        Channels = await FakeChannels.StartAsync();
        await base.InitializeAsync();
        Channels.Now = Clock.GetUtcNow;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Channels.DisposeAsync();
        await Mail.DisposeAsync();
    }

    /// <summary>What earlier tests of a class left to be said is said to nobody, and what they heard is forgotten.</summary>
    public async Task BeginAnewAsync()
    {
        Channels.Forget();
        await InAsync(Acme, database => database.Database.ExecuteSqlAsync(
            $"delete from held_promises; delete from deliveries where state in ('Queued', 'Sending'); delete from destination_health", TestContext.Current.CancellationToken));
    }

    /// <summary>An entry of each kind that is complete; a kind that is added needs one here.</summary>
    public ChannelSettings Entry(string kind) => Complete(new ChannelSettings { Id = $"my-{kind}", Kind = kind });

    private ChannelSettings Complete(ChannelSettings entry) => entry.Kind switch
    {
        "slack" => entry with { Options = new Dictionary<string, string> { ["channel"] = "C0123456789" }, Secrets = new Dictionary<string, string> { ["token"] = Token } },
        "slack-webhook" => entry with { Secrets = new Dictionary<string, string> { ["url"] = $"{Channels.Url}/hook" } },
        "mastodon" => entry with { Options = new Dictionary<string, string> { ["instance"] = $"{Channels.Url}/mastodon" }, Secrets = new Dictionary<string, string> { ["token"] = "mastodon-very-secret" } },
        "sms" => entry with
        {
            Options = new Dictionary<string, string> { ["account"] = $"AC{new string('0', 32)}", ["from"] = "+14155550123", ["to"] = "+49 170 1234567" },
            Secrets = new Dictionary<string, string> { ["secret"] = "twilio-very-secret" },
        },
        "bluesky" => entry with { Options = new Dictionary<string, string> { ["handle"] = "status.acme.example" }, Secrets = new Dictionary<string, string> { ["appPassword"] = "bluesky-very-secret" } },
        "x" => entry with
        {
            Options = new Dictionary<string, string> { ["apiKey"] = "apikey0000000000", ["accessToken"] = "1234567890-accesstoken0000" },
            Secrets = new Dictionary<string, string> { ["apiSecret"] = "x-very-secret-key", ["accessSecret"] = "x-very-secret-token" },
        },
        "push" => entry with { Secrets = new Dictionary<string, string> { ["subscription"] = Channels.PushSubscription } },
        "jira" => entry,
        "jira-mail" => entry with { Options = new Dictionary<string, string> { ["groups"] = "board" } },
        "teams" => entry with { Secrets = new Dictionary<string, string> { ["url"] = $"{Channels.Url}/teams" } },
        "webhook" => entry with { Options = new Dictionary<string, string> { ["url"] = $"{Channels.Url}/events" }, Secrets = new Dictionary<string, string> { ["secret"] = Secret } },
        _ => throw new InvalidOperationException($"Teach ChannelsApp an entry of the kind {entry.Kind}.."),
    };

    public IReadOnlyList<string> Kinds()
    {
        using var scope = App.Services.CreateScope();
        return [.. scope.ServiceProvider.GetServices<INotificationChannel>().Select(channel => channel.Kind)];
    }

    public Task TellAsync(string audience, params string[] kinds) => SaveAsync(InstallationSettings.Default with
    {
        Channels = [.. kinds.Select(Entry)],
        Audiences = [.. AudienceSettings.Defaults.Select(known => known.Name == audience ? known with { Channels = [.. kinds.Select(kind => $"my-{kind}")] } : known)],
    });
}
