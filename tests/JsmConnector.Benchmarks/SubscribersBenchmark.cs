using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Site;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Benchmarks;

/// <summary>One update and ten thousand readers by e-mail: the time to plan their messages, and to hand them to a mail server that takes everything.</summary>
internal static class SubscribersBenchmark
{
    private const int Readers = 10_000;

    public static async Task RunAsync()
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var mail = FakeMailServer.Start();
        string[] settings =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={database.ConnectionString}", "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={AppProcess.NewKey()}",
            "--App:ManagementUrl=off", "--Smtp:Host=127.0.0.1", $"--Smtp:Port={mail.Port.ToString(CultureInfo.InvariantCulture)}", "--Smtp:Security=none", "--Smtp:From=status@acme.example", "--Logging:LogLevel:Default=Error",
        ];
        await using var app = await Application.BuildAsync(settings, builder =>
        {
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
        });
        var site = await InstallAsync(app.Services);
        var (incident, update) = await FurnishAsync(app.Services, site);

        await using var scope = app.Services.GetRequiredService<IServiceScopeFactory>().Enter(site);
        var plan = scope.ServiceProvider.GetServices<IDeliveryHandler>().Single(handler => handler.Channel == PlanSubscribers.Channel);
        var watch = Stopwatch.StartNew();
        var outcome = await plan.DeliverAsync(new DeliveryAttempt(DeliveryId.New(TimeProvider.System), site, incident, update, "main", 1, DateTimeOffset.UtcNow), CancellationToken.None);
        Suite.Line("(s) 10,000 readers planned", string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.00} s ({outcome})"));

        watch.Restart();
        await app.Services.GetRequiredService<DrainNotices>().DrainOnceAsync(CancellationToken.None);
        Suite.Line("(s) handed to the mail server", string.Create(CultureInfo.InvariantCulture, $"{mail.Taken.Count} messages in {watch.Elapsed.TotalSeconds:0.0} s, {mail.Taken.Count / watch.Elapsed.TotalSeconds:0} a second, {mail.Taken.Select(taken => taken.To).Distinct().Count()} readers"));
    }

    private static async Task<InstallationId> InstallAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(new InstalledSite("client", "a-shared-secret-of-at-least-32-characters", "https://acme.atlassian.net", null, null), CancellationToken.None);
    }

    private static async Task<(Guid Incident, Guid Update)> FurnishAsync(IServiceProvider services, InstallationId site)
    {
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().Enter(site);
        var (database, secrets, now) = (scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), scope.ServiceProvider.GetRequiredService<SecretBox>(), DateTimeOffset.UtcNow);
        var incident = new Incident
        {
            InstallationId = site,
            Id = IncidentId.New(TimeProvider.System),
            IssueId = "1",
            IssueKey = "OPS-1",
            Stage = Stage.Investigating,
            Severity = Severity.Critical,
            WorstSeverity = Severity.Critical,
            StartedAt = now,
            SnapshotAt = now,
            Published = true,
        };
        database.Add(incident);
        await scope.ServiceProvider.GetRequiredService<ComponentCatalog>().LinkAsync(incident, ["Email"], ComponentEffects.Nothing, CancellationToken.None);
        var update = new IncidentUpdate { InstallationId = site, Id = UpdateId.New(TimeProvider.System), IncidentId = incident.Id, Stage = Stage.Investigating, Severity = Severity.Critical, CustomerWords = "We are looking into it.", PublishedAt = now, Number = 1 };
        database.Add(update);
        await database.SaveChangesAsync();
        foreach (var chunk in Enumerable.Range(0, Readers).Chunk(1_000))
        {
            database.AddRange(chunk.Select(number => Reader(site, number, secrets, now)));
            await database.SaveChangesAsync();
            database.ChangeTracker.Clear();
        }
        return (incident.Id.Value, update.Id.Value);
    }

    private static Subscriber Reader(InstallationId site, int number, SecretBox secrets, DateTimeOffset now)
    {
        var (address, seed) = ($"reader{number.ToString(CultureInfo.InvariantCulture)}@example.com", SubscriberTokens.NewSeed());
        return new Subscriber
        {
            InstallationId = site,
            Id = Guid.CreateVersion7(now),
            PageId = "main",
            Kind = "email",
            Address = secrets.Seal(address, Subscriber.SealedFor(site)),
            AddressHash = new SubscriberAddress("email", address).HashFor(site, secrets.DeriveKey(SubscriberAddress.HashKey)),
            Hint = "r…@example.com",
            Seed = secrets.Seal(seed, Subscriber.SealedFor(site)),
            ManageHash = SubscriberTokens.HashOf(SubscriberTokens.Of(seed, SubscriberTokens.Manage))!,
            UnsubscribeHash = SubscriberTokens.HashOf(SubscriberTokens.Of(seed, SubscriberTokens.Unsubscribe))!,
            Language = "en",
            State = SubscriberState.Active,
            CreatedAt = now,
            ConfirmedAt = now,
            Consent = "benchmark",
        };
    }
}
