using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace JsmConnector.IntegrationTests.Incidents;

/// <summary>A site whose incidents promise updates while the clock is moved.</summary>
public class PromisesApp(PostgresServer postgres) : InstalledSites(postgres)
{
    private static int _next = 50_000;

    /// <summary>Makes the work on promises of this ticket fail at its last moment, as a death would.</summary>
    public string? Fails { get; set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<string> OpenAsync(string priority = "High", string? classOf = null)
    {
        var issueId = $"{Interlocked.Increment(ref _next)}";
        await ObserveAsync(issueId, ticket => ticket with { PriorityName = priority });
        if (classOf is not null)
            await InAsync(Acme, database => database.Set<Incident>().Where(i => i.IssueId == issueId).ExecuteUpdateAsync(set => set.SetProperty(i => i.Class, classOf), Token));
        return issueId;
    }

    public async Task ObserveAsync(string issueId, Func<IssueSnapshot, IssueSnapshot> change, RuleSettings? rules = null)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(Acme.Id);
        var now = Clock.GetUtcNow();
        var ticket = new IssueSnapshot
        {
            IssueId = issueId,
            Key = $"OPS-{issueId}",
            ProjectKey = "OPS",
            ProjectType = "service_desk",
            IssueTypeName = "Incident",
            StatusName = "Open",
            StatusCategory = "new",
            PriorityName = "High",
            CreatedAt = now.AddMinutes(-1),
            TakenAt = now,
        };
        await scope.ServiceProvider.GetRequiredService<ApplyIntent>().ApplyAsync(Acme.Id, new Intent.Observe(change(ticket), []), SiteCatalog.Empty with { Rules = rules ?? RuleSettings.Default }, Token);
    }

    /// <summary>The same incident again and again, with its words and its promise: a mass that no ticket needs to make.</summary>
    public Task CopyAsync(string issueId, int times) => InAsync(Acme, database => database.Database.ExecuteSqlAsync($"""
        with copies as (select incident as held, n, md5(incident.id::text || n)::uuid as id from incidents incident cross join generate_series(1, {times}) n where incident.issue_id = {issueId}),
        incidents_made as (insert into incidents select (jsonb_populate_record(copies.held, jsonb_build_object('id', copies.id, 'issue_id', {issueId} || '-' || n, 'issue_key', 'COPY-' || n))).* from copies),
        updates_made as (insert into incident_updates select (jsonb_populate_record(said, jsonb_build_object('id', md5(said.id::text || n)::uuid, 'incident_id', copies.id))).*
            from copies join incident_updates said on said.incident_id = (copies.held).id)
        insert into held_promises select (jsonb_populate_record(promise, jsonb_build_object('incident_id', copies.id))).* from copies join held_promises promise on promise.incident_id = (copies.held).id
        """, Token));

    /// <summary>Copies promise nothing any more, and nobody is told of them.</summary>
    public Task EndCopiesAsync() => InAsync(Acme, database => database.Database.ExecuteSqlAsync($"""
        with copies as (select id from incidents where issue_key like 'COPY-%'),
        promises_ended as (delete from held_promises where incident_id in (select id from copies))
        delete from deliveries where incident_id in (select id from copies)
        """, Token));

    public SweepPromises Node() => new(App.Services.GetRequiredService<IServiceScopeFactory>(), App.Services.GetRequiredService<JsmConnector.Deliveries.DeliveriesBell>(), Clock, NullLogger<SweepPromises>.Instance);

    public Task<int> SweepAsync() => Node().SweepOnceAsync(Token);

    public async Task<int> SweepAtAsync(DateTimeOffset at)
    {
        if (at > Clock.GetUtcNow())
            Clock.Advance(at - Clock.GetUtcNow());
        return await SweepAsync();
    }

    public async Task<Incident> IncidentAsync(string issueId) => (await RowsAsync<Incident>(Acme)).Single(i => i.IssueId == issueId);

    public async Task<HeldPromise?> PromiseAsync(string issueId)
    {
        var incident = await IncidentAsync(issueId);
        return (await RowsAsync<HeldPromise>(Acme)).SingleOrDefault(promise => promise.IncidentId == incident.Id);
    }

    public async Task<List<IncidentUpdate>> UpdatesAsync(string issueId)
    {
        var incident = await IncidentAsync(issueId);
        return [.. (await RowsAsync<IncidentUpdate>(Acme)).Where(update => update.IncidentId == incident.Id).OrderBy(update => update.Number)];
    }

    public async Task<List<TimelineEntry>> TimelineAsync(string issueId, string kind) =>
        [.. (await RowsAsync<TimelineEntry>(Acme)).Where(entry => entry.IssueId == issueId && entry.Kind == kind).OrderBy(entry => entry.At)];

    public async Task SaveAsync(InstallationSettings settings)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(Acme.Id);
        var version = (await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetVersionAsync(Acme.Id, Token)).Version;
        Assert.IsType<SettingsSaved.Saved>(await scope.ServiceProvider.GetRequiredService<SaveSettings>().SaveAsync(Acme.Id, settings, version, null, Token));
    }

    protected override void Replace(IServiceCollection services) => services.AddScoped<IDeliveryPlanner>(_ => new Trap(this)).AddScoped<IPromisePlanner>(_ => new Trap(this));

    private sealed class Trap(PromisesApp app) : IDeliveryPlanner, IPromisePlanner
    {
        public IEnumerable<JsmConnector.Deliveries.PlannedDelivery> Plan(IncidentChange change) => Plan(change.Incident);

        public IEnumerable<JsmConnector.Deliveries.PlannedDelivery> Plan(PromiseReached reached) => Plan(reached.Incident);

        private JsmConnector.Deliveries.PlannedDelivery[] Plan(Incident incident) =>
            incident.IssueId == app.Fails ? throw new InvalidOperationException("Killed between claim and record.") : [];
    }
}
