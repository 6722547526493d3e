using System.Security.Cryptography;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>From a person's words through planner, lane and handler to the page, in the app as it is configured for production.</summary>
public sealed class StatuspageThroughTheAppTests(PostgresServer server) : IAsyncLifetime
{
    private WebApplication _app = null!;
    private FakeStatuspage _fake = null!;
    private InstallationId _site;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeStatuspage.StartAsync();
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={await server.CreateDatabaseAsync()}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--Outbound:AllowLoopback=true", $"--Statuspage:ApiUrl={_fake.ApiUrl}", "--Statuspage:RequestsPerSecond=100",
        ];
        _app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
        });
        await using var scope = _app.Services.CreateAsyncScope();
        _site = await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(
            new InstalledSite("client-sp", "a-shared-secret-of-at-least-32-characters", "https://acme.atlassian.net", null, null), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task Words_that_a_person_publishes_reach_the_page_and_the_delivery_says_so()
    {
        var page = _fake.AddPage("gytm4qzbx9t6", "remoteemail");
        await SaveSettingsAsync(page.Id);
        var incident = await AddIncidentAsync();
        _fake.Inject(StatuspageFault.TooFast(429, 0, "POST"));

        await SayAsync(incident.Id, "We look.", Stage.Investigating);
        await SayAsync(incident.Id, "Over.", Stage.Resolved);
        await DrainAsync();

        var mirror = Assert.Single(page.Incidents);
        Assert.Equal(("resolved", "Over."), (mirror.Status, Assert.Single(mirror.Updates).Body));
        Assert.Equal("operational", page.Components["remoteemail"]);
        var deliveries = await InAsync(services => services.GetRequiredService<JsmConnectorContext>()
            .Set<Delivery>().Where(delivery => delivery.Destination == "sp").OrderBy(delivery => delivery.Sequence).ToListAsync());
        Assert.Equal([DeliveryState.Suppressed, DeliveryState.Delivered], deliveries.Select(delivery => delivery.State));
        Assert.Equal((2, mirror.Id), (deliveries[0].Attempts, deliveries[1].RemoteId));
    }

    private Task<SettingsSaved> SaveSettingsAsync(string pageId) => InAsync(services => services.GetRequiredService<SaveSettings>().SaveAsync(
        _site,
        new InstallationSettings
        {
            StatusPages =
            [
                new StatusPageSettings
                {
                    Id = "sp",
                    Provider = "statuspage",
                    PageId = pageId,
                    ApiKey = _fake.ApiKey,
                    Components = new Dictionary<string, string> { ["email"] = "remoteemail" },
                },
            ],
        },
        0, null, CancellationToken.None));

    private async Task<Incident> AddIncidentAsync()
    {
        var incident = Rows.Incident(_site);
        var component = new Component
        {
            InstallationId = _site,
            Id = ComponentId.New(TimeProvider.System),
            Name = "Email",
            NameKey = "email",
            Position = 1,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        incident.Components.Add(new IncidentComponent { InstallationId = _site, IncidentId = incident.Id, ComponentId = component.Id, Name = component.Name });
        await InAsync(services =>
        {
            var database = services.GetRequiredService<JsmConnectorContext>();
            database.AddRange(component, incident);
            return database.SaveChangesAsync();
        });
        return incident;
    }

    private Task<Spoken> SayAsync(IncidentId id, string words, Stage stage) => InAsync(async services =>
    {
        var incident = await services.GetRequiredService<JsmConnectorContext>().Set<Incident>().SingleAsync(held => held.Id == id);
        var spoken = new SpokenWords("account", words, null, stage, null, null);
        return await services.GetRequiredService<SpeakInPublic>().SayAsync(incident, spoken, CancellationToken.None);
    });

    /// <summary>Until nothing waits: a row whose pause was of no length is due again at once.</summary>
    private async Task DrainAsync()
    {
        while (await _app.Services.GetRequiredService<DrainDeliveries>().DrainOnceAsync(TestContext.Current.CancellationToken) > 0)
        {
        }
    }

    private async Task<T> InAsync<T>(Func<IServiceProvider, Task<T>> run)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(_site);
        return await run(scope.ServiceProvider);
    }
}
