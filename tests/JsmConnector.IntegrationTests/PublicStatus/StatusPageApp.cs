using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>The whole app with the site `acme` and a folder of its own; of the background work only the following of pages runs.</summary>
public sealed class StatusPageApp : IAsyncDisposable
{
    public static readonly ComponentId Email = new(Guid.Parse("0193a1d0-0000-7000-8000-000000000001"));

    private readonly HttpClient _http;

    private StatusPageApp(WebApplication app, string database, string folder)
    {
        (App, Database, Folder) = (app, database, folder);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public WebApplication App { get; }
    public string Database { get; }
    public string Folder { get; }
    public InstallationId Site { get; set; }
    public MovedClock Clock => (MovedClock)App.Services.GetRequiredService<TimeProvider>();

    public static async Task<StatusPageApp> StartAsync(PostgresServer postgres) =>
        await StartWithSiteAsync(await postgres.CreateDatabaseAsync(), Directory.CreateTempSubdirectory("status-pages").FullName);

    public static async Task<StatusPageApp> StartWithSiteAsync(string database, string folder)
    {
        var app = await StartAsync(database, folder);
        app.Site = await app.InstallAsync("acme");
        return app;
    }

    public static async Task<StatusPageApp> StartAsync(string database, string folder, Action<IServiceCollection>? replace = null)
    {
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={database}", $"--App:DataFolder={folder}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(new byte[32])}", "--App:ManagementUrl=off",
            "--PageHosts:Trusted=*.acme.example",
        ];
        var app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(new MovedClock());
            replace?.Invoke(builder.Services);
            foreach (var other in builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType != typeof(FollowPages)).ToList())
                builder.Services.Remove(other);
        });
        await app.StartAsync();
        return new StatusPageApp(app, database, folder);
    }

    public async Task<InstallationId> InstallAsync(string name)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StoreInstallation>()
            .InstallAsync(new InstalledSite($"client-{name}", "a-shared-secret-of-at-least-32-characters", $"https://{name}.atlassian.net", null, null), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.DisposeAsync();
    }

    public async Task BringToAsync(string page, string words, ComponentStatus status = ComponentStatus.MajorOutage, string component = "Email", Guid? incidentId = null, Stage stage = Stage.Investigating)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(Site);
        var start = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        var id = incidentId ?? Email.Value;
        var incident = new PublicIncident
        {
            Id = new IncidentId(id),
            IssueId = "10042",
            IssueKey = "OPS-7",
            Title = $"Problem with {component}",
            Stage = stage,
            WorstSeverity = Severity.Critical,
            StartedAt = start,
            ResolvedAt = null,
            NextUpdateAt = null,
            Components = [new PublicComponent(Email, component, true)],
            Updates = [new PublicUpdate(new UpdateId(id), stage, words, start, null, null)],
        };
        var attempt = new DeliveryAttempt(new DeliveryId(Guid.NewGuid()), Site, incident.Id.Value, null, page, 1, start);
        await scope.ServiceProvider.GetServices<IStatusPageProvider>().OfType<BuiltinStatusPage>().Single().BringToAsync(
            new MirrorTask(attempt, new StatusPageSettings { Id = page, Provider = "builtin" }, incident, [new ComponentState(Email, component, 1, start, status)]), CancellationToken.None);
        await RenewAsync();
    }

    public Task SaveSettingsAsync(int version, params StatusPageSettings[] pages) => SaveSettingsAsync(Site, version, pages);

    public async Task SaveSettingsAsync(InstallationId site, int version, params StatusPageSettings[] pages)
    {
        await InAsync(site, database =>
        {
            database.Add(new SettingsVersion
            {
                InstallationId = site,
                Version = version,
                Document = JsonSerializer.Serialize(new InstallationSettings { StatusPages = pages }, SettingsJson.Options),
                SavedAt = DateTimeOffset.UnixEpoch.AddDays(version),
            });
            return database.SaveChangesAsync();
        });
        await RenewAsync();
    }

    public static StatusPageSettings Page(string id, PageSettings? page = null) => new() { Id = id, Provider = "builtin", Page = page };

    public Task RenewAsync() => App.Services.GetRequiredService<PageShelf>().RenewAsync(Site);

    public Task<T> InAsync<T>(Func<JsmConnectorContext, Task<T>> run) => InAsync(Site, run);

    public async Task<T> InAsync<T>(InstallationId site, Func<JsmConnectorContext, Task<T>> run)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(site);
        return await run(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>());
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? knows = null, string? host = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (knows is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", knows);
        request.Headers.Host = host;
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<string> ReadAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
