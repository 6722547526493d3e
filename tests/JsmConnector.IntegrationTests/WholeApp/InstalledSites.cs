using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Deliveries;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.Tests.AtlassianConnect.Forge;
using JsmConnector.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.WholeApp;

/// <summary>
/// The app on a database of its own, with two installed sites. Webhooks are stored as in production; they are worked off when a test says so.
/// </summary>
public class InstalledSites(PostgresServer postgres) : IAsyncLifetime
{
    private HttpClient _http = null!;

    public WebApplication App { get; private set; } = null!;
    public Site Acme { get; private set; } = null!;
    public Site Rival { get; private set; } = null!;
    public FakeForge Forge { get; private set; } = null!;
    public MovedClock Clock { get; } = new();
    public string Database { get; private set; } = "";

    public virtual async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        Forge = await FakeForge.StartAsync();
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={Database}", "--App:ManagementUrl=off",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--Outbound:AllowLoopback=true", "--Atlassian:AllowedSiteHosts:0=127.0.0.1",
            $"--Atlassian:ForgeAppId={FakeForge.AppId}", "--Atlassian:ForgeEnvironment=PRODUCTION", $"--Atlassian:ForgeJwksUrl={Forge.JwksUrl}", .. Arguments,
        ];
        App = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
            builder.Services.AddHostedService(provider => provider.GetRequiredService<StoreWebhooks>());
            builder.Services.AddSingleton<TimeProvider>(Clock);
            Replace(builder.Services);
        });
        Plant(App);
        await App.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(App.Urls.First()) };
        Acme = await Site.InstallAsync(App, "client-acme", "acme-secret-of-at-least-32-characters");
        Rival = await Site.InstallAsync(App, "client-rival", "rival-secret-of-at-least-32-characters");
    }

    public virtual async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.DisposeAsync();
        await Acme.Jira.DisposeAsync();
        await Rival.Jira.DisposeAsync();
        await Forge.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Settings besides the usual ones.</summary>
    protected virtual IReadOnlyList<string> Arguments => [];

    /// <summary>For routes that are not the app's.</summary>
    protected virtual void Plant(WebApplication app)
    {
    }

    /// <summary>For apps that need another part.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>As a browser inside Jira asks.</summary>
    public Task<HttpResponseMessage> AskAsync(Site site, HttpMethod method, string path, string? account, HttpContent? content = null, string? issueId = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", SiteToken.Context(site.ClientKey, site.Secret, account, Clock.GetUtcNow(), issueId));
        return SendAsync(request);
    }

    /// <summary>As Jira tells of an event.</summary>
    public Task<HttpResponseMessage> TellAsync(Site site, string body, string? deliveryId = null) => TellAsync(site, Encoding.UTF8.GetBytes(body), deliveryId);

    public Task<HttpResponseMessage> TellAsync(Site site, byte[] body, string? deliveryId = null) =>
        TellAsync(new ByteArrayContent(body), SiteToken.Computed(site.ClientKey, site.Secret, "POST", Paths.Webhooks, Clock.GetUtcNow()), deliveryId);

    public Task<HttpResponseMessage> TellAsync(HttpContent content, string? token, string? deliveryId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Paths.Webhooks) { Content = content };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("JWT", token);
        request.Headers.Add("X-Atlassian-Webhook-Identifier", deliveryId ?? Guid.NewGuid().ToString());
        return SendAsync(request);
    }

    /// <summary>Works off everything that is due: the inbox, then what follows from it.</summary>
    public async Task DrainAsync()
    {
        await App.Services.GetRequiredService<DrainWebhooks>().DrainOnceAsync(TestContext.Current.CancellationToken);
        await App.Services.GetRequiredService<DrainDeliveries>().DrainOnceAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What FollowPages does when it is told of a change.</summary>
    public Task RenewAsync(Site site) => App.Services.GetRequiredService<PageShelf>().RenewAsync(site.Id);

    /// <summary>Runs with the services of a scope that has entered the site.</summary>
    public async Task<T> InAsync<T>(Site site, Func<JsmConnectorContext, Task<T>> run)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(site.Id);
        return await run(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>());
    }

    public Task<List<T>> RowsAsync<T>(Site site) where T : class => InAsync(site, database => database.Set<T>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));

    public async Task<Webhook> InboxAsync(Site site, string deliveryId) => Assert.Single(await RowsAsync<Webhook>(site), webhook => webhook.DeliveryKey == deliveryId);
}

public static class Paths
{
    public const string Webhooks = "/connect/webhooks";
}
