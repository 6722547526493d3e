using System.Security.Cryptography;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Incidents;

/// <summary>A word that comes after its promised time: what readers are told, and what the timeline keeps.</summary>
public sealed class BrokenPromiseTests(PostgresServer server) : IAsyncLifetime
{
    private WebApplication _app = null!;
    private InstallationId _site;

    public async ValueTask InitializeAsync()
    {
        string[] arguments =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={await server.CreateDatabaseAsync()}",
            "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
        ];
        _app = await Application.BuildAsync(arguments, builder =>
        {
            builder.Logging.ClearProviders();
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
        });
        await using var scope = _app.Services.CreateAsyncScope();
        _site = await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(
            new InstalledSite("client-promise", "a-shared-secret-of-at-least-32-characters", "https://acme.atlassian.net", null, null), CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_late_change_of_the_ticket_owns_up_and_is_kept_on_the_timeline()
    {
        var incident = await AddIncidentAsync(late: TimeSpan.FromMinutes(7.5));

        await ObserveAsync(incident, ticket => ticket with { StatusName = "Monitoring", StatusCategory = "indeterminate" });

        var (update, broken) = await ReadAsync(incident);
        Assert.StartsWith("This comes 7 minutes later than promised. A fix for the problem", update.CustomerWords, StringComparison.Ordinal);
        Assert.EndsWith("came 7 minutes late.", Assert.Single(broken).Text, StringComparison.Ordinal);
        Assert.Equal((Visibility.Internal, $"update/{update.Id.Public()}"), (broken[0].Visibility, broken[0].Evidence));
    }

    [Fact]
    public async Task The_last_word_can_be_late_too()
    {
        var incident = await AddIncidentAsync(late: TimeSpan.FromMinutes(7.5));

        await ObserveAsync(incident, ticket => ticket with { StatusName = "Done", StatusCategory = "done", ResolutionName = "Done" });

        var (update, broken) = await ReadAsync(incident);
        Assert.StartsWith("This comes 7 minutes later than promised. The problem", update.CustomerWords, StringComparison.Ordinal);
        Assert.Null(update.NextUpdateAt);
        Assert.Single(broken);
    }

    [Fact]
    public async Task The_words_of_a_person_are_left_as_written_and_the_timeline_keeps_that_they_came_late()
    {
        var incident = await AddIncidentAsync(late: TimeSpan.FromMinutes(7.5));

        await SayAsync(incident, "Mail works again for most.");

        var (update, broken) = await ReadAsync(incident);
        Assert.Equal("Mail works again for most.", update.CustomerWords);
        Assert.Single(broken);
    }

    [Fact]
    public async Task A_word_in_time_breaks_nothing()
    {
        var incident = await AddIncidentAsync(late: TimeSpan.FromMinutes(-7.5));

        await ObserveAsync(incident, ticket => ticket with { StatusName = "Monitoring", StatusCategory = "indeterminate" });

        var (update, broken) = await ReadAsync(incident);
        Assert.StartsWith("A fix for the problem", update.CustomerWords, StringComparison.Ordinal);
        Assert.Empty(broken);
    }

    [Fact]
    public async Task A_lower_severity_keeps_the_earlier_promise()
    {
        var incident = await AddIncidentAsync(late: TimeSpan.FromMinutes(-7.5));

        await ObserveAsync(incident, ticket => ticket with { PriorityName = "Medium" });

        var (update, _) = await ReadAsync(incident);
        Assert.Equal(Severity.Minor, update.Severity);
        Assert.Equal(incident.NextUpdateAt!.Value, update.NextUpdateAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    private async Task<Incident> AddIncidentAsync(TimeSpan late)
    {
        var incident = Rows.Incident(_site);
        incident.NextUpdateAt = TimeProvider.System.GetUtcNow() - late;
        await InAsync(services =>
        {
            var database = services.GetRequiredService<JsmConnectorContext>();
            database.Add(incident);
            return database.SaveChangesAsync();
        });
        return incident;
    }

    private Task<string?> ObserveAsync(Incident incident, Func<IssueSnapshot, IssueSnapshot> change) => InAsync(services =>
        services.GetRequiredService<ApplyIntent>().ApplyAsync(_site, new Intent.Observe(change(Ticket(incident)), []), SiteCatalog.Empty, CancellationToken.None));

    private static IssueSnapshot Ticket(Incident incident) => new()
    {
        IssueId = incident.IssueId,
        Key = incident.IssueKey,
        ProjectKey = "OPS",
        ProjectType = "service_desk",
        IssueTypeName = "Incident",
        StatusName = "Open",
        StatusCategory = "new",
        PriorityName = "High",
        CreatedAt = incident.StartedAt,
        TakenAt = TimeProvider.System.GetUtcNow().AddSeconds(1),
    };

    private Task<Spoken> SayAsync(Incident incident, string words) => InAsync(async services =>
    {
        var held = await services.GetRequiredService<JsmConnectorContext>().Set<Incident>().SingleAsync(row => row.Id == incident.Id);
        return await services.GetRequiredService<SpeakInPublic>().SayAsync(held, new SpokenWords("account", words, null, null, null, null), CancellationToken.None);
    });

    private Task<(IncidentUpdate Update, List<TimelineEntry> Broken)> ReadAsync(Incident incident) => InAsync(async services =>
    {
        var database = services.GetRequiredService<JsmConnectorContext>();
        var update = await database.Set<IncidentUpdate>().SingleAsync(row => row.IncidentId == incident.Id);
        return (update, await database.Set<TimelineEntry>().Where(row => row.IssueId == incident.IssueId && row.Kind == "promise").ToListAsync());
    });

    private async Task<T> InAsync<T>(Func<IServiceProvider, Task<T>> run)
    {
        await using var scope = _app.Services.GetRequiredService<IServiceScopeFactory>().Enter(_site);
        return await run(scope.ServiceProvider);
    }
}
