using JsmConnector.Deliveries;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents.Promises;

/// <summary>
/// Works on the promises of one site whose time has come: decides, says, notes and plans, all in one transaction. Whatever dies in between leaves
/// no trace, and the next sweep does it again; nothing outside is called. In a scope that has entered the installation.
/// </summary>
public sealed class FirePromises(
    JsmConnectorContext database, CurrentSettings currentSettings, PlanDeliveries planDeliveries, IEnumerable<IPromisePlanner> planners, TimeProvider clock)
{
    /// <param name="only">One of them alone, after a batch failed.</param>
    /// <returns>How many were worked on; rows that somebody else holds are not waited for.</returns>
    public async Task<int> FireAsync(InstallationId installation, int most, IncidentId? only, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var promises = await ClaimAsync(installation, most, only, now, cancellationToken);
        if (promises.Count == 0)
            return 0;
        var settings = await currentSettings.GetAsync(installation, cancellationToken);
        var ids = promises.Select(promise => promise.IncidentId).ToList();
        var incidents = await database.Set<Incident>().Where(incident => ids.Contains(incident.Id)).ToDictionaryAsync(incident => incident.Id, cancellationToken);
        var said = await database.Set<IncidentUpdate>().AsNoTracking()
            .Where(update => ids.Contains(update.IncidentId) && !database.Set<IncidentUpdate>().Any(later => later.IncidentId == update.IncidentId && later.Number > update.Number))
            .ToDictionaryAsync(update => update.IncidentId, cancellationToken);
        // Many promises come due in one moment: what is noted of them is looked up together.
        var facts = new List<(string IssueId, TimelineFact Fact)>();
        foreach (var promise in promises)
        {
            var incident = incidents[promise.IncidentId];
            facts.AddRange((await FireAsync(incident, promise, said.GetValueOrDefault(incident.Id), settings, now, cancellationToken)).Select(fact => (incident.IssueId, fact)));
        }
        await Timeline.AppendAsync(database, installation, facts, cancellationToken);
        await database.SaveManyAsync([typeof(IncidentUpdate), typeof(TimelineEntry), typeof(Delivery)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return promises.Count;
    }

    /// <summary>
    /// SQL by hand: the ORM cannot lock. Both rows are locked and neither is waited for, so that a person who speaks at this moment wins, and two nodes
    /// never work on one promise. Covered by ix_held_promises_look_at.
    /// </summary>
    private Task<List<HeldPromise>> ClaimAsync(InstallationId installation, int most, IncidentId? only, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (site, one) = (installation.Value, only?.Value);
        return database.Set<HeldPromise>().FromSql($"""
            select promise.* from held_promises promise
            join incidents incident on incident.installation_id = promise.installation_id and incident.id = promise.incident_id
            where promise.installation_id = {site} and promise.look_at <= {now} and ({one}::uuid is null or promise.incident_id = {one})
            order by promise.look_at
            limit {most}
            for update of promise, incident skip locked
            """).IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).ToListAsync(cancellationToken);
    }

    /// <returns>What the timeline keeps of it.</returns>
    private async Task<IReadOnlyList<TimelineFact>> FireAsync(Incident incident, HeldPromise promise, IncidentUpdate? said, InstallationSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // An incident that ended without a word, or may no longer be public, promises nothing any more.
        if (incident.NextUpdateAt is null || !incident.Published || !incident.Stage.IsOpen())
        {
            database.Remove(promise);
            return [];
        }
        var mayHold = HoldingPolicy.MayHold(incident, said, promise.HoldingPosts, settings);
        var decision = PromiseLadder.Decide(new PromiseState(promise.MadeAt, promise.DueAt, promise.Step, mayHold), now);
        if (decision.Hold && said is not null)
            return await HoldAsync(incident, promise, said, settings, now, cancellationToken);
        promise.LookAt = decision.LookAt;
        if (decision.Reached is not { } step)
            return [];
        promise.Step = step;
        foreach (var planned in planners.SelectMany(planner => planner.Plan(new PromiseReached(incident, promise, step, settings))))
            database.Add(Delivery.Of(incident.InstallationId, planned, clock));
        return [PromiseFacts.Reached(incident, promise, step, now)];
    }

    private async Task<IReadOnlyList<TimelineFact>> HoldAsync(Incident incident, HeldPromise promise, IncidentUpdate said, InstallationSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var promised = promise.DueAt;
        incident.NextUpdateAt = PromisePolicy.NextUpdateAt(incident.Stage, incident.Severity, now, settings.Promises);
        var text = HoldingPolicy.Say(incident, said, incident.NextUpdateAt, PromisePolicy.Late(promised, now), settings, now);
        var words = new Words(incident.Stage, text.Text, null, null) { About = Subjects.Holding, Answers = Answers.Standing(said, incident) };
        var update = await IncidentRows.SayAsync(database, incident, words, now, clock, cancellationToken, said.Number);
        planDeliveries.For(new IncidentChange(incident, update, incident.Stage, settings, now) { WorstSeverityBefore = incident.WorstSeverity });
        return [.. Timeline.Said(update, promised), .. Timeline.Failed(text, now)];
    }
}
