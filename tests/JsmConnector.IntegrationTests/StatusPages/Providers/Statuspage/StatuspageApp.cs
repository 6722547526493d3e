using System.Security.Cryptography;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Database;
using JsmConnector.Tickets.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>The app as it is configured for production, one site, and a stand-in for Statuspage; what runs in the background runs when a test says so.</summary>
public sealed class StatuspageApp : IAsyncDisposable
{
    private StatuspageApp(FakeStatuspage fake, WebApplication app, InstallationId site) => (Fake, App, Site) = (fake, app, site);

    public FakeStatuspage Fake { get; }
    public WebApplication App { get; }
    public InstallationId Site { get; }

    public static async Task<StatuspageApp> StartAsync(PostgresServer server)
    {
        var fake = await FakeStatuspage.StartAsync();
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={await server.CreateDatabaseAsync()}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--Outbound:AllowLoopback=true", $"--Statuspage:ApiUrl={fake.ApiUrl}", "--Statuspage:RequestsPerSecond=10000", "--App:ManagementUrl=off", "--JsmStatusPage:Enabled=true",
        ];
        var app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            // Nobody plays Jira here: what would be noted at tickets is not planned.
            foreach (var unwanted in builder.Services.Where(service => service.ServiceType == typeof(IHostedService) || service.ImplementationType == typeof(PlanTicketState)).ToList())
                builder.Services.Remove(unwanted);
        });
        await using var scope = app.Services.CreateAsyncScope();
        var site = await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(
            new InstalledSite("client-sp", "a-shared-secret-of-at-least-32-characters", "https://acme.atlassian.net", null, null), CancellationToken.None);
        return new StatuspageApp(fake, app, site);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Fake.DisposeAsync();
    }

    public StatusPageSettings Page(string pageId, Dictionary<string, string> components) =>
        new() { Id = "sp", Provider = "statuspage", PageId = pageId, ApiKey = Fake.ApiKey, Components = components };

    public async Task SaveAsync(params StatusPageSettings[] pages) => Assert.IsType<SettingsSaved.Saved>(await InAsync(async services =>
    {
        var version = (await services.GetRequiredService<CurrentSettings>().GetVersionAsync(Site, CancellationToken.None)).Version;
        return await services.GetRequiredService<SaveSettings>().SaveAsync(Site, new InstallationSettings { StatusPages = pages }, version, null, CancellationToken.None);
    }));

    /// <summary>A published incident that touches these components; nothing is said yet.</summary>
    public Task<Incident> AddIncidentAsync(params string[] components) => InAsync(async services =>
    {
        var (database, incident) = (services.GetRequiredService<JsmConnectorContext>(), Rows.Incident(Site));
        database.Add(incident);
        await services.GetRequiredService<ComponentCatalog>().LinkAsync(incident, components, ComponentEffects.Nothing, CancellationToken.None);
        await database.SaveChangesAsync();
        return incident;
    });

    public Task<Spoken> SayAsync(IncidentId id, string words, Stage stage, IReadOnlyDictionary<string, ComponentStatus>? states = null) => InAsync(async services =>
    {
        var incident = await services.GetRequiredService<JsmConnectorContext>().Set<Incident>().SingleAsync(held => held.Id == id);
        var spoken = new SpokenWords("account", words, null, stage, null, null) { States = states ?? new Dictionary<string, ComponentStatus>() };
        return await services.GetRequiredService<SpeakInPublic>().SayAsync(incident, spoken, CancellationToken.None);
    });

    /// <summary>Until nothing waits; pauses between attempts are passed over.</summary>
    public async Task DrainAsync()
    {
        do
        {
            await App.Services.GetRequiredService<DrainDeliveries>().DrainOnceAsync(TestContext.Current.CancellationToken);
        }
        while (await InAsync(services => services.GetRequiredService<JsmConnectorContext>().Set<Delivery>().Where(d => d.State == DeliveryState.Queued)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, d => d.CreatedAt))) > 0);
    }

    public Task<List<T>> RowsAsync<T>() where T : class => InAsync(services => services.GetRequiredService<JsmConnectorContext>().Set<T>().AsNoTracking().ToListAsync());

    public async Task<T> InAsync<T>(Func<IServiceProvider, Task<T>> run)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(Site);
        return await run(scope.ServiceProvider);
    }
}
