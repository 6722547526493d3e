using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Benchmarks.Site;

/// <summary>The least of a Jira site: it serves install keys, installs the app, signs webhooks. Its REST interface knows nothing.</summary>
internal sealed class BenchmarkSite : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _server;
    private readonly HttpClient _client = new();

    private BenchmarkSite(WebApplication server) => _server = server;

    public string ClientKey { get; } = $"benchmark-{Guid.NewGuid():N}";
    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    public string Address => _server.Urls.First();

    public static async Task<BenchmarkSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var site = new BenchmarkSite(server);
        server.MapGet("/install-keys/{kid}", () => site._key.ExportSubjectPublicKeyInfoPem());
        await server.StartAsync();
        return site;
    }

    public async Task InstallAsync(string app)
    {
        var body = new { key = "io.jsmconnector.app", clientKey = ClientKey, sharedSecret = Secret, baseUrl = Address, productType = "jira", eventType = "installed" };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app}/connect/installed") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {SignedTokens.ForInstall(ClientKey, app, "benchmark-key", _key, "/connect/installed")}");
        using var response = await _client.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.NoContent)
            throw new InvalidOperationException($"The app refused the installation: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    public string WebhookToken() => SignedTokens.ForSite(ClientKey, Secret, "POST", "/connect/webhooks", TimeSpan.FromHours(1));

    public async Task SendAsync(string app, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app}/connect/webhooks") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {WebhookToken()}");
        request.Headers.Add("X-Atlassian-Webhook-Identifier", Guid.NewGuid().ToString());
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _key.Dispose();
    }
}
