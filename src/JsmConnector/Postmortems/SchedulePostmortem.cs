using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Postmortems;

/// <summary>
/// Brings the postmortem's row to what the incident asks for now: a repeat finds the row as it left it and changes nothing.
/// The row counts; the job it schedules is a doorbell, and one that is lost is replaced by <see cref="SweepPostmortems"/>.
/// </summary>
public sealed class SchedulePostmortem(
    JsmConnectorContext database, CurrentSettings settings, IBackgroundJobClient jobs, IOptions<PostmortemOptions> options, TimeProvider clock)
    : IDeliveryHandler
{
    public string Channel => PlanPostmortem.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (incident is null)
            return new DeliveryOutcome.Never("The incident no longer exists.");

        var held = await database.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == id, cancellationToken);
        var need = PostmortemPolicy.Of(incident, (await settings.GetAsync(incident.InstallationId, cancellationToken)).Postmortems);
        if (incident.Stage == Stage.Resolved && incident.ResolvedAt is { } resolvedAt)
        {
            // One that somebody asked for is kept up to date, whatever the policy says of others.
            if (need == PostmortemNeed.Required || held is not null)
                await ScheduleAsync(held, incident, resolvedAt, cancellationToken);
        }
        else if (held is not null)
            await TakeBackAsync(held, incident, cancellationToken);
        return new DeliveryOutcome.Delivered(id.Public());
    }

    private async Task ScheduleAsync(Postmortem? held, Incident incident, DateTimeOffset resolvedAt, CancellationToken cancellationToken)
    {
        if (held is not null && held.ResolvedAt == resolvedAt && !held.NeedsRefresh)
            return;
        var due = resolvedAt + await DelayAsync(incident.InstallationId, cancellationToken);
        Forget(held?.JobId);
        if (held is null)
        {
            database.Add(new Postmortem
            {
                InstallationId = incident.InstallationId,
                IncidentId = incident.Id,
                ResolvedAt = resolvedAt,
                DueAt = due,
                CreatedAt = clock.GetUtcNow(),
            });
            await database.SaveChangesAsync(cancellationToken);
        }
        else
        {
            await Row(incident).ExecuteUpdateAsync(set => set
                .SetProperty(p => p.ResolvedAt, resolvedAt)
                .SetProperty(p => p.DueAt, due)
                .SetProperty(p => p.NeedsRefresh, false)
                .SetProperty(p => p.Attempts, 0)
                .SetProperty(p => p.Problem, (string?)null)
                .SetProperty(p => p.Lease, (Guid?)null)
                .SetProperty(p => p.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
        }

        var (installation, id) = (incident.InstallationId.Value, incident.Id.Value);
        var job = jobs.Schedule<GeneratePostmortem>(generate => generate.RunAsync(installation, id), due);
        await Row(incident).ExecuteUpdateAsync(set => set.SetProperty(p => p.JobId, job), cancellationToken);
    }

    /// <summary>Reopened or withdrawn: what nobody has read yet goes; what was written stays and is written again after the next resolution.</summary>
    private async Task TakeBackAsync(Postmortem held, Incident incident, CancellationToken cancellationToken)
    {
        Forget(held.JobId);
        await Row(incident).Where(p => p.GeneratedAt == null).ExecuteDeleteAsync(cancellationToken);
        var isOpen = incident.Stage.IsOpen();
        // One statement each: a run that is writing at this moment either came before it, or finds its lease gone.
        await Row(incident).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.NeedsRefresh, isOpen)
            .SetProperty(p => p.DueAt, (DateTimeOffset?)null)
            .SetProperty(p => p.JobId, (string?)null)
            .SetProperty(p => p.Lease, (Guid?)null)
            .SetProperty(p => p.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    private IQueryable<Postmortem> Row(Incident incident) => database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id);

    private void Forget(string? jobId)
    {
        if (jobId is not null)
            jobs.Delete(jobId);
    }

    private async Task<TimeSpan> DelayAsync(InstallationId installation, CancellationToken cancellationToken) =>
        (await settings.GetAsync(installation, cancellationToken)).Postmortems.Delay ?? options.Value.Delay;
}
