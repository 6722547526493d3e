using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording.Approvals;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using JsmConnector.Sandbox;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Webhooks;
using JsmConnector.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SiteIssue = JsmConnector.Sandbox.Site.Issue;

namespace JsmConnector.IntegrationTests.Postmortems.Stories;

/// <summary>The sandbox's site with the app installed, both by one clock: incidents of a day are played to the minute and take seconds.</summary>
public sealed class PlayedSite(PostgresServer postgres) : IAsyncDisposable
{
    private const int WebhookTries = 500;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("jsmconnector-played-").FullName;
    private WebApplication _site = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;
    private InstallationId _installation;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 12, 0, TimeSpan.Zero));

    public JiraSite Jira => _site.Services.GetRequiredService<JiraSite>();

    private InstalledApp Installed => _site.Services.GetRequiredService<InstalledApp>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task StartAsync(object settings)
    {
        _site = SandboxSite.Build(["--Port=0"], Clock);
        var address = _site.Urls.First();
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={await postgres.CreateDatabaseAsync()}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}", "--App:ManagementUrl=off",
            "--Outbound:AllowLoopback=true", "--Atlassian:AllowedSiteHosts:0=127.0.0.1", $"--Atlassian:ConnectInstallKeysUrl={address}/install-keys",
        ];
        _app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(Clock);
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
            builder.Services.AddHostedService(provider => provider.GetRequiredService<StoreWebhooks>());
        });
        await _app.StartAsync(Token);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        (Installed.SiteUrl, Installed.AppUrl, Installed.ClientKey) = (address, _app.Urls.First(), "played-site");
        Jira.Seed(_folder);
        await _site.StartAsync(Token);
        await Installed.InstallAsync(Token);
        await using (var scope = _app.Services.CreateAsyncScope())
            _installation = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().Select(known => known.Id).SingleAsync(Token);
        await SendAsync(HttpMethod.Put, "/api/v1/settings", settings, Catalogue.Ada, "\"0\"");
    }

    /// <summary>Lets the time pass in steps, as the app's own loops would see it: promises fall on five minutes.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        for (var end = Clock.GetUtcNow() + length; Clock.GetUtcNow() < end;)
        {
            var next = new DateTimeOffset((Clock.GetUtcNow().Ticks / Step.Ticks + 1) * Step.Ticks, TimeSpan.Zero);
            Clock.SetUtcNow(next < end ? next : end);
            await SettleAsync();
        }
    }

    public async Task UntilAsync(DateTimeOffset at) => await PassAsync(at - Clock.GetUtcNow());

    /// <summary>What happened on the ticket has arrived in the app, and what the app planned is done.</summary>
    public async Task SettleAsync()
    {
        for (var tries = 0; tries < WebhookTries && _site.Services.GetRequiredService<WebhookSender>().Log.Any(sent => sent.Answers.IsEmpty); tries++)
            await Task.Delay(10, Token);
        await _app.Services.GetRequiredService<DrainWebhooks>().DrainOnceAsync(Token);
        await new SweepPromises(_app.Services.GetRequiredService<IServiceScopeFactory>(), _app.Services.GetRequiredService<JsmConnector.Deliveries.DeliveriesBell>(), Clock, NullLogger<SweepPromises>.Instance).SweepOnceAsync(Token);
        await _app.Services.GetRequiredService<DrainDeliveries>().DrainOnceAsync(Token);
        await _app.Services.GetRequiredService<SweepPostmortems>().RunAsync(Token);
    }

    public Task SayAsync(SiteIssue issue, Person author, string words, string? stage = null, TimeSpan? next = null, string? correctionOf = null) => SendAsync(
        HttpMethod.Post, $"/api/v1/incidents/{issue.Key}/updates{(correctionOf is null ? "" : $"/{correctionOf}/corrections")}",
        new { stage, words = new { customers = words }, nextUpdateAt = next is { } length ? Clock.GetUtcNow() + length : (DateTimeOffset?)null }, author);

    public async Task ApproveAsync(SiteIssue issue, Person author, Person approver, string words, string? stage = null, TimeSpan? next = null)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(_installation);
        var incident = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Incident>().SingleAsync(known => known.IssueId == issue.Id, Token);
        var current = await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(_installation, Token);
        var wanted = stage is null ? (Stage?)null : Enum.GetValues<Stage>().Single(known => known.Name() == stage);
        var spoken = new SpokenWords(author.AccountId, words, null, wanted, next is { } length ? Clock.GetUtcNow() + length : null, null);
        Assert.NotEmpty(await scope.ServiceProvider.GetRequiredService<ApproveWords>().AsAsync(incident, spoken, new Dictionary<string, string>(), approver.AccountId, current.Words, Token));
    }

    public async Task<string> LastWordAsync(SiteIssue issue)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(_installation);
        return (await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<IncidentUpdate>()
            .Where(update => scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Incident>().Any(known => known.Id == update.IncidentId && known.IssueId == issue.Id))
            .OrderByDescending(update => update.Number).FirstAsync(Token)).Id.Public();
    }

    public async Task<Postmortem> PostmortemAsync(SiteIssue issue)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(_installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        return await database.Set<Postmortem>().AsNoTracking().SingleAsync(known => database.Set<Incident>().Any(incident => incident.Id == known.IncidentId && incident.IssueId == issue.Id), Token);
    }

    public async Task SendAsync(HttpMethod method, string path, object body, Person by, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", Installed.ContextToken(by, null));
        using var answer = await _http.SendAsync(request, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_site is not null)
            await _site.DisposeAsync();
        Directory.Delete(_folder, true);
    }
}
