using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Http;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Providers.Statuspage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>A site with one incident on Email, a Statuspage page that knows Email and Wiki, and the provider between them.</summary>
public sealed class StatuspageWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StatuspageWorld(FakeStatuspage fake, ServiceProvider services, RecordedLogs logs) => (Fake, _services, Logs) = (fake, services, logs);

    public FakeStatuspage Fake { get; }
    public FakeStatuspagePage Page { get; private set; } = null!;
    public RecordedLogs Logs { get; }
    public InstallationId Site { get; } = InstallationId.New(TimeProvider.System);
    public PublicComponent Email { get; } = new(ComponentId.New(TimeProvider.System), "Email", true);
    public PublicIncident Incident { get; set; } = null!;
    public ComponentStatus EmailState { get; set; } = ComponentStatus.MajorOutage;
    public string ApiKey { get; set; } = "";

    public FakeStatuspageIncident OnlyMirror => Assert.Single(Page.Incidents, incident => incident.Metadata.ContainsKey("jira"));

    public IEnumerable<string> WordsOnPage => OnlyMirror.Updates.Select(update => update.Body);

    public static async Task<StatuspageWorld> StartAsync(StatuspageDatabase database, double requestsPerSecond = 10_000, TimeSpan? timeout = null)
    {
        var fake = await FakeStatuspage.StartAsync();
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Statuspage:ApiUrl"] = fake.ApiUrl + "/",
            ["Statuspage:RequestsPerSecond"] = requestsPerSecond.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Outbound:AllowLoopback"] = "true",
        }).Build();
        services.AddSingleton(TimeProvider.System);
        services.AddDatabase(database.ConnectionString);
        services.AddOutboundHttp(configuration);
        services.AddStatuspage(configuration);
        if (timeout is { } length)
            services.AddHttpClient(StatuspageClient.ClientName, client => client.Timeout = length);
        var logs = new RecordedLogs();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var world = new StatuspageWorld(fake, services.BuildServiceProvider(), logs);
        await world.SeedAsync();
        return world;
    }

    /// <summary>The incident takes another public word, and with it another stage.</summary>
    public PublicUpdate Say(Stage stage, string words)
    {
        var update = new PublicUpdate(UpdateId.New(TimeProvider.System), stage, words, TimeProvider.System.GetUtcNow(), null, null);
        Incident = Incident with { Stage = stage, Updates = [.. Incident.Updates, update] };
        return update;
    }

    /// <summary>One attempt in a scope of its own, as the drain makes it.</summary>
    public Task<DeliveryOutcome> DeliverAsync(PublicUpdate update, int attempt = 1) =>
        DeliverUntilAsync(update, TestContext.Current.CancellationToken, attempt);

    public Task<DeliveryOutcome> DeliverUntilAsync(PublicUpdate update, CancellationToken cancellationToken, int attempt = 1) =>
        DeliverAsync(TaskFor("sp", Page.Id, update, attempt), cancellationToken);

    /// <summary>To another page that the same key opens.</summary>
    public Task<DeliveryOutcome> DeliverToAsync(string destination, string page, PublicUpdate update)
    {
        Fake.AddPage(page, "remoteemail");
        return DeliverAsync(TaskFor(destination, page, update, 1), TestContext.Current.CancellationToken);
    }

    private async Task<DeliveryOutcome> DeliverAsync(MirrorTask task, CancellationToken cancellationToken)
    {
        await using var scope = _services.GetRequiredService<IServiceScopeFactory>().Enter(Site);
        var provider = Assert.Single(scope.ServiceProvider.GetServices<IStatusPageProvider>(), provider => provider.Name == "statuspage");
        return await provider.BringToAsync(task, cancellationToken);
    }

    /// <summary>The administrator points the destination at another page.</summary>
    public void UsePage(string id, params string[] componentIds) => Page = Fake.AddPage(id, componentIds);

    public async Task<T> WithDatabaseAsync<T>(Func<JsmConnectorContext, Task<T>> use)
    {
        await using var scope = _services.GetRequiredService<IServiceScopeFactory>().Enter(Site);
        return await use(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>());
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Fake.DisposeAsync();
    }

    private MirrorTask TaskFor(string destination, string page, PublicUpdate update, int attempt) => new(
        new DeliveryAttempt(DeliveryId.New(TimeProvider.System), Site, Incident.Id.Value, update.Id.Value, destination, attempt, update.PublishedAt),
        new StatusPageSettings
        {
            Id = destination,
            Provider = "statuspage",
            PageId = page,
            ApiKey = ApiKey,
            Components = new Dictionary<string, string> { ["email"] = "remoteemail" },
        },
        Incident,
        [new ComponentState(Email.Id, Email.Name, 1, Incident.StartedAt, EmailState)]);

    private async Task SeedAsync()
    {
        // The budget of a key is shared by all who use it, other tests on this database too.
        ApiKey = Fake.ApiKey = $"key-{Site}";
        Page = Fake.AddPage("gytm4qzbx9t6", "remoteemail", "remotewiki");
        var now = TimeProvider.System.GetUtcNow();
        var incident = new Incident
        {
            InstallationId = Site,
            Id = IncidentId.New(TimeProvider.System),
            IssueId = "10042",
            IssueKey = "OPS-7",
            Stage = Stage.Investigating,
            TicketStage = Stage.Investigating,
            Severity = Severity.Critical,
            WorstSeverity = Severity.Critical,
            StartedAt = now,
            SnapshotAt = now,
            Published = true,
        };
        Incident = new PublicIncident
        {
            Id = incident.Id,
            IssueId = incident.IssueId,
            IssueKey = incident.IssueKey,
            Title = "Problem with Email",
            Stage = incident.Stage,
            WorstSeverity = incident.WorstSeverity,
            StartedAt = now,
            ResolvedAt = null,
            NextUpdateAt = null,
            Components = [Email],
            Updates = [],
        };
        await WithDatabaseAsync(async database =>
        {
            database.Add(new Installation
            {
                Id = Site,
                BaseUrl = $"https://{Site}.atlassian.net",
                ShortName = Site.ToString(),
                InstalledAt = now,
                StateChangedAt = now,
            });
            database.Add(incident);
            return await database.SaveChangesAsync();
        });
    }
}
