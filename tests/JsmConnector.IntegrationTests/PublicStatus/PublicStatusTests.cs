using System.Net;
using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>The whole app with the site `acme`; of the background work only the following of pages runs.</summary>
public sealed class PublicStatusTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly ComponentId Email = new(Guid.Parse("0193a1d0-0000-7000-8000-000000000001"));
    private WebApplication _app = null!;
    private HttpClient _http = null!;
    private InstallationId _site;

    public async ValueTask InitializeAsync()
    {
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={await postgres.CreateDatabaseAsync()}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(new byte[32])}", "--App:ManagementUrl=off",
        ];
        _app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            foreach (var other in builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType != typeof(FollowPages)).ToList())
                builder.Services.Remove(other);
        });
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        await using var scope = _app.Services.CreateAsyncScope();
        _site = await scope.ServiceProvider.GetRequiredService<StoreInstallation>()
            .InstallAsync(new InstalledSite("client-acme", "a-shared-secret-of-at-least-32-characters", "https://acme.atlassian.net", null, null), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_same_task_twice_and_side_by_side_leaves_the_same_rows_and_one_version()
    {
        await BringToAsync("main", "We are looking.");
        var before = await RowsAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BringToAsync("main", "We are looking.")));

        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task A_change_is_seen_at_once_and_bytes_that_a_reader_has_are_not_sent_again()
    {
        using var first = await GetAsync("/status/acme");
        using var again = await GetAsync("/status/acme", first.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        await BringToAsync("main", "We are looking.");
        var html = "";
        for (var attempt = 0; attempt < 500 && !html.Contains("We are looking.", StringComparison.Ordinal); attempt++, await Task.Delay(20, TestContext.Current.CancellationToken))
            html = await ReadAsync("/status/acme");

        Assert.Contains("Problem with Email", html, StringComparison.Ordinal);
        using var after = await GetAsync("/status/acme", first.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Settings_name_the_pages_and_a_site_without_a_built_in_one_does_not_say_that_all_is_well()
    {
        await SaveSettingsAsync(1, ("main", "builtin"), ("emea", "builtin"));
        await BringToAsync("emea", "Only in EMEA.");
        Assert.Contains("Only in EMEA.", await ReadAsync("/status/acme-emea"), StringComparison.Ordinal);
        Assert.Contains("All systems operational", await ReadAsync("/status/acme"), StringComparison.Ordinal);

        await SaveSettingsAsync(2, ("sp", "statuspage"));
        await ActivatorUtilities.CreateInstance<FollowPages>(_app.Services).CheckAllAsync(TestContext.Current.CancellationToken);

        foreach (var path in new[] { "/status/acme", "/status/acme-emea", "/status" })
        {
            using var gone = await GetAsync(path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, gone.StatusCode));
        }
    }

    [Theory]
    [InlineData("/status/nobody")]
    [InlineData("/status/%C3%A9")]
    [InlineData("/status/acme//")]
    [InlineData("/status/acme/incidents/000000000000")]
    public async Task What_is_not_there_is_a_real_404(string path)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task BringToAsync(string page, string words)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(_site);
        var start = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        var incident = new PublicIncident
        {
            Id = new IncidentId(Email.Value),
            IssueId = "10042",
            IssueKey = "OPS-7",
            Title = "Problem with Email",
            Stage = Stage.Investigating,
            WorstSeverity = Severity.Critical,
            StartedAt = start,
            ResolvedAt = null,
            NextUpdateAt = null,
            Components = [new PublicComponent(Email, "Email", true)],
            Updates = [new PublicUpdate(new UpdateId(Email.Value), Stage.Investigating, words, start, null, null)],
        };
        var attempt = new DeliveryAttempt(new DeliveryId(Guid.NewGuid()), _site, incident.Id.Value, null, page, 1, start);
        await scope.ServiceProvider.GetServices<IStatusPageProvider>().OfType<BuiltinStatusPage>().Single().BringToAsync(
            new MirrorTask(attempt, new StatusPageSettings { Id = page, Provider = "builtin" }, incident, [new ComponentState(Email, "Email", 1, start, ComponentStatus.MajorOutage)]), CancellationToken.None);
    }

    private Task<string> RowsAsync() => InAsync(async database => JsonSerializer.Serialize(new object[]
    {
        await database.Set<PublishedPage>().ToListAsync(), await database.Set<PublishedComponent>().ToListAsync(), await database.Set<ComponentStateChange>().ToListAsync(),
        await database.Set<PublishedIncident>().ToListAsync(), await database.Set<PublishedUpdate>().ToListAsync(),
    }));

    private Task SaveSettingsAsync(int version, params (string Id, string Provider)[] pages) => InAsync(database =>
    {
        var settings = new InstallationSettings { StatusPages = [.. pages.Select(page => new StatusPageSettings { Id = page.Id, Provider = page.Provider })] };
        database.Add(new SettingsVersion { InstallationId = _site, Version = version, Document = JsonSerializer.Serialize(settings, SettingsJson.Options), SavedAt = DateTimeOffset.UnixEpoch });
        return database.SaveChangesAsync();
    });

    private async Task<T> InAsync<T>(Func<JsmConnectorContext, Task<T>> run)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(_site);
        return await run(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>());
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? knows = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (knows is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", knows);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<string> ReadAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
