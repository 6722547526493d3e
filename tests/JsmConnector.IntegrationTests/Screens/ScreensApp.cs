using System.Net.Http.Headers;
using System.Security.Cryptography;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Screens;

/// <summary>The whole app on a database of its own, with one installed site whose Jira is a stand-in. Drains are off: tests write rows themselves.</summary>
public sealed class ScreensApp(PostgresServer postgres) : IAsyncLifetime
{
    private const string ClientKey = "client-screens";
    private const string Secret = "a-shared-secret-of-at-least-32-characters";
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public IServiceProvider Services => _app.Services;
    public StandInJira Jira { get; private set; } = null!;
    public InstallationId Site { get; private set; }
    public InstallationId OtherSite { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Jira = await StandInJira.StartAsync();
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={await postgres.CreateDatabaseAsync()}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--Outbound:AllowLoopback=true", "--Atlassian:AllowedSiteHosts:0=127.0.0.1", "--App:ManagementUrl=off",
        ];
        _app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
        });
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        Site = await InstallAsync(ClientKey, Jira.Url);
        OtherSite = await InstallAsync("client-other", "https://other.atlassian.net");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await Jira.DisposeAsync();
    }

    /// <summary>Runs with services of a scope that has entered the installation.</summary>
    public async Task<T> InAsync<T>(InstallationId installation, Func<IServiceProvider, Task<T>> run)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(installation);
        return await run(scope.ServiceProvider);
    }

    public Task AddAsync(InstallationId installation, params object[] rows) => InAsync(installation, async services =>
    {
        var database = services.GetRequiredService<JsmConnectorContext>();
        database.AddRange(rows);
        return await database.SaveChangesAsync();
    });

    public Task<HttpResponseMessage> GetAsync(string path, string? account, string? issueId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", SiteToken.Context(ClientKey, Secret, account, TimeProvider.System.GetUtcNow(), issueId));
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetWithoutTokenAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form) =>
        _http.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);

    private async Task<InstallationId> InstallAsync(string clientKey, string baseUrl)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StoreInstallation>()
            .InstallAsync(new InstalledSite(clientKey, Secret, baseUrl, null, clientKey == ClientKey ? "https://help.example.com" : null), CancellationToken.None);
    }
}
