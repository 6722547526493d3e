using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Logging;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.IntegrationTests.Postmortems;

/// <summary>The whole app at a clock that stands still, with a stand-in Jira. Nothing runs by itself: tests drain and run jobs.</summary>
public sealed class PostmortemApp(PostgresServer postgres) : IAsyncLifetime
{
    private const string ClientKey = "client-postmortems";
    private const string Secret = "a-shared-secret-of-at-least-32-characters";
    private int _nextIssue = 20_000;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    /// <summary>More of the app's configuration, as on its command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 12, 12, 0, 0, TimeSpan.Zero));
    public FakeJira Jira { get; private set; } = null!;
    public InstallationId Site { get; private set; }
    public IServiceProvider Services => _app.Services;

    public async ValueTask InitializeAsync()
    {
        Jira = await FakeJira.StartAsync(Secret);
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={await postgres.CreateDatabaseAsync()}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--Outbound:AllowLoopback=true", "--Atlassian:AllowedSiteHosts:0=127.0.0.1", "--App:ManagementUrl=off", "--Postmortems:Chromium=off",
            .. Arguments,
        ];
        _app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(Clock);
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
        });
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        await using var scope = _app.Services.CreateAsyncScope();
        Site = await scope.ServiceProvider.GetRequiredService<StoreInstallation>()
            .InstallAsync(new InstalledSite(ClientKey, Secret, Jira.Url, null, null), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await Jira.DisposeAsync();
    }

    /// <summary>A resolved incident that began an hour ago, with its ticket in Jira; nothing has been planned for it.</summary>
    public async Task<Incident> ResolvedAsync(int worst = 1)
    {
        var number = Interlocked.Increment(ref _nextIssue);
        var now = Clock.GetUtcNow();
        var incident = new Incident
        {
            InstallationId = Site,
            Id = IncidentId.New(TimeProvider.System),
            IssueId = $"{number}",
            IssueKey = $"OPS-{number}",
            Summary = "mail-db-03 is on fire",
            Stage = Stage.Resolved,
            Severity = new Severity(worst),
            WorstSeverity = new Severity(worst),
            StartedAt = now.AddHours(-1),
            ResolvedAt = now,
            SnapshotAt = now,
            Published = true,
        };
        Jira.AddIssue(incident.IssueId, incident.IssueKey)
            .Changed(now.AddMinutes(-50), "status", "1", "3", "Open", "Work in progress")
            .Changed(now, "status", "3", "5", "Work in progress", "Resolved")
            .Commented(now.AddMinutes(-30), "Looks like the disk");
        await InAsync(async services => { services.Database.Add(incident); return await services.Database.SaveChangesAsync(); });
        return incident;
    }

    /// <summary>Tells the planners of a change and works off what they planned.</summary>
    public async Task ToldAsync(Incident incident, Stage before)
    {
        await InAsync(async services =>
        {
            var current = await services.Database.Set<Incident>().SingleAsync(i => i.Id == incident.Id);
            services.Services.GetRequiredService<PlanDeliveries>().For(new IncidentChange(current, null, before, InstallationSettings.Default, Clock.GetUtcNow()));
            return await services.Database.SaveChangesAsync();
        });
        await DrainAsync();
    }

    public Task MoveAsync(Incident incident, Stage stage) => InAsync(async services =>
    {
        var current = await services.Database.Set<Incident>().SingleAsync(i => i.Id == incident.Id);
        var before = current.Stage;
        current.Stage = stage;
        current.ResolvedAt = stage.IsOpen() ? null : Clock.GetUtcNow();
        await services.Database.SaveChangesAsync();
        return before;
    }).ContinueWith(async before => await ToldAsync(incident, await before), TaskScheduler.Default).Unwrap();

    public Task<int> DrainAsync() => Services.GetRequiredService<DrainDeliveries>().DrainOnceAsync(TestContext.Current.CancellationToken);

    public Task GenerateAsync(Incident incident) => Services.GetRequiredService<GeneratePostmortem>().RunAsync(Site.Value, incident.Id.Value);

    public Task SweepAsync() => Services.GetRequiredService<SweepPostmortems>().RunAsync(TestContext.Current.CancellationToken);

    public Task<Postmortem?> RowAsync(Incident incident) =>
        InAsync(services => services.Database.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == incident.Id));

    public Task<List<Delivery>> DeliveriesAsync(Incident incident, string channel) => InAsync(services =>
        services.Database.Set<Delivery>().AsNoTracking().Where(d => d.IncidentId == incident.Id.Value && d.Channel == channel).ToListAsync());

    public bool IsScheduled(string? jobId) =>
        jobId is not null && Services.GetRequiredService<JobStorage>().GetMonitoringApi().ScheduledJobs(0, 1000).Any(job => job.Key == jobId);

    /// <summary>A real job server for a moment. It goes by the real clock, which is past everything that is scheduled here.</summary>
    public async Task RunJobsUntilAsync(Func<Task<bool>> isDone)
    {
        // Hangfire keeps one log and one activator for the process: those of the app built last, which another test class may have disposed.
        LogProvider.SetCurrentLogProvider(new AspNetCoreLogProvider(NullLoggerFactory.Instance));
        var options = new BackgroundJobServerOptions
        {
            Activator = new AspNetCoreJobActivator(Services.GetRequiredService<IServiceScopeFactory>()),
            WorkerCount = 2,
            Queues = [GeneratePostmortem.Queue, "default"],
            SchedulePollingInterval = TimeSpan.FromMilliseconds(200),
            ShutdownTimeout = TimeSpan.FromSeconds(5),
        };
        using var server = new BackgroundJobServer(options, Services.GetRequiredService<JobStorage>());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await isDone())
            await Task.Delay(100, limit.Token);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? account)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", SiteToken.Context(ClientKey, Secret, account, Clock.GetUtcNow()));
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object body, string? account, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", SiteToken.Context(ClientKey, Secret, account, Clock.GetUtcNow()));
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A form as a browser sends it; the page that it leads to.</summary>
    public Task<HttpResponseMessage> PostFormAsync(string path, params (string Name, string Value)[] fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), TestContext.Current.CancellationToken);

    /// <summary>A draft of an incident that was resolved half an hour ago, and a person who may edit its ticket.</summary>
    public async Task<Incident> DraftedAsync(string editor = "editor")
    {
        var incident = await ResolvedAsync();
        Jira.Grant(editor, SitePermissions.Browse, incident.IssueId);
        Jira.Grant(editor, SitePermissions.Edit, incident.IssueId);
        await ToldAsync(incident, Stage.Identified);
        Clock.Advance(TimeSpan.FromMinutes(31));
        await GenerateAsync(incident);
        return incident;
    }

    public async Task<T> InAsync<T>(Func<(JsmConnectorContext Database, IServiceProvider Services), Task<T>> run)
    {
        await using var scope = Services.GetRequiredService<IServiceScopeFactory>().Enter(Site);
        return await run((scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), scope.ServiceProvider));
    }
}
