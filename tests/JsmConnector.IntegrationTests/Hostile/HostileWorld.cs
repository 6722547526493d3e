using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;
using JsmConnector.IntegrationTests.Tenancy;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>The whole app with two sites, a key server of Atlassian's, every log line, and the means of a stranger.</summary>
public sealed class HostileWorld(PostgresServer postgres) : InstalledSites(postgres)
{
    public const string BaseUrl = "https://app.example.com";
    public const string BounceSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G";
    public const string NewSecret = "the-new-shared-secret-of-a-hostile-install";

    public RecordedLogs Logs { get; } = new();
    public KeyServer Keys { get; private set; } = null!;

    /// <summary>What must not be in a log: tokens and secrets that were sent.</summary>
    public List<string> Secrets { get; } = [];

    /// <summary>A site that sends signed webhooks.</summary>
    public SignedSite Signed { get; private set; } = null!;

    /// <summary>Between preparation and attack.</summary>
    public string Kept { get; set; } = "";

    protected override IReadOnlyList<string> Arguments => [$"--Atlassian:ConnectInstallKeysUrl={Keys.Url}", $"--Smtp:BounceSecret={BounceSecret}"];

    protected override void Replace(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(Logs);

    public override async ValueTask InitializeAsync()
    {
        Keys = await KeyServer.StartAsync();
        await base.InitializeAsync();
        Signed = await SignedSite.AddAsync(this, "http://127.0.0.1:6");
    }

    /// <summary>As Jira's own webhooks come, with these signatures over this body.</summary>
    public async Task<int> HookAsync(byte[] body, params string[] signatures)
    {
        Secrets.Add(Signed.Secret);
        using var answer = await Signed.TellAsync(this, body, signatures);
        return (int)answer.StatusCode;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Keys.DisposeAsync();
    }

    /// <summary>As Acme signs a webhook.</summary>
    public ForgedToken WebhookToken => ForgedToken.For(Acme.ClientKey, "POST", Paths.Webhooks, Clock.GetUtcNow());

    /// <summary>As Atlassian signs an install.</summary>
    public ForgedToken InstallToken(string lifecycle = "installed", string clientKey = "client-new") =>
        ForgedToken.For(clientKey, "POST", $"/connect/{lifecycle}", Clock.GetUtcNow()).With("aud", BaseUrl).WithHeader("alg", "RS256").WithHeader("kid", KeyServer.GoodKey);

    public static Dictionary<string, object?> InstallBody(string lifecycle = "installed", string clientKey = "client-new") => new(StringComparer.Ordinal)
    {
        ["key"] = "io.jsmconnector.app",
        ["clientKey"] = clientKey,
        ["sharedSecret"] = NewSecret,
        ["baseUrl"] = "http://127.0.0.1:9",
        ["productType"] = "jira",
        ["eventType"] = lifecycle,
    };

    public Task<int> WebhookAsync(string? token, HttpContent? body = null) => SendAsync(HttpMethod.Post, Paths.Webhooks, token, body ?? Json(TicketEvent.Of("666").ToJsonString()));

    public Task<int> LifecycleAsync(string token, Dictionary<string, object?>? body = null, string lifecycle = "installed") =>
        SendAsync(HttpMethod.Post, $"/connect/{lifecycle}", token, Json(JsonSerializer.Serialize(body ?? InstallBody(lifecycle))));

    public async Task<int> SendAsync(HttpMethod method, string target, string? token, HttpContent? body = null, string scheme = "JWT", Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, target) { Content = body };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {token}");
            Secrets.Add(token);
        }
        change?.Invoke(request);
        using var answer = await SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>As a person of Acme, with a token as the page script gets it.</summary>
    public async Task<int> AskAsync(HttpMethod method, string path, string? account, HttpContent? body = null)
    {
        using var answer = await AskAsync(Acme, method, path, account, body);
        return (int)answer.StatusCode;
    }

    public string Session(string purpose, string? account = "5b10ac8d82e05b22cc7d4ef5") => App.Services.GetRequiredService<SessionTokens>().Issue(
        new AtlassianPrincipal { InstallationId = Acme.Id.Value, AccountId = account, Kind = AtlassianPrincipals.KindOf(account), Source = PrincipalSource.Connect, IssuedAt = Clock.GetUtcNow() }, purpose);

    public async Task<MadeApiToken> ApiTokenAsync(ApiTokenRight right)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(Acme.Id);
        return await scope.ServiceProvider.GetRequiredService<ManageApiTokens>().MakeAsync("planted", right, TimeSpan.FromDays(1), "5b10ac8d82e05b22cc7d4ef5", TestContext.Current.CancellationToken);
    }

    /// <summary>Bytes over a bare connection: what no honest client can be made to send.</summary>
    /// <returns>The status of the first answer; 0 when there was none.</returns>
    public async Task<int> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(App.Urls.First()).Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            return await reader.ReadLineAsync(patience.Token) is ['H', 'T', 'T', 'P', ..] line ? int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Every row of every table.</summary>
    public Task<string> SnapshotAsync() => new Snapshots(this).TakeAsync((InstallationId?)null);

    public static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
