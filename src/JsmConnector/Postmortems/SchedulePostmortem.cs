using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
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

        var held = await database.Set<Postmortem>().FirstOrDefaultAsync(p => p.IncidentId == id, cancellationToken);
        if (incident.Stage == Stage.Resolved && incident.ResolvedAt is { } resolvedAt && PlanPostmortem.IsGrave(incident.WorstSeverity))
            await ScheduleAsync(held, incident, resolvedAt, cancellationToken);
        else if (held is not null)
            await TakeBackAsync(held, incident, cancellationToken);
        return new DeliveryOutcome.Delivered(id.Public());
    }

    private async Task ScheduleAsync(Postmortem? held, Incident incident, DateTimeOffset resolvedAt, CancellationToken cancellationToken)
    {
        if (held is not null && held.ResolvedAt == resolvedAt && !held.NeedsRefresh)
            return;
        var due = resolvedAt + await DelayAsync(incident.InstallationId, cancellationToken);
        var postmortem = held ?? database.Add(new Postmortem
        {
            InstallationId = incident.InstallationId,
            IncidentId = incident.Id,
            ResolvedAt = resolvedAt,
            CreatedAt = clock.GetUtcNow(),
        }).Entity;
        Forget(postmortem.JobId);
        postmortem.ResolvedAt = resolvedAt;
        postmortem.DueAt = due;
        postmortem.NeedsRefresh = false;
        postmortem.Attempts = 0;
        postmortem.Problem = null;
        postmortem.Lease = null;
        postmortem.LeasedUntil = null;
        postmortem.JobId = null;
        await database.SaveChangesAsync(cancellationToken);

        var (installation, id) = (incident.InstallationId.Value, incident.Id.Value);
        var job = jobs.Schedule<GeneratePostmortem>(generate => generate.RunAsync(installation, id), due);
        await database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.JobId, job), cancellationToken);
    }

    /// <summary>Reopened or withdrawn: what nobody has read yet goes; what was written stays and is written again after the next resolution.</summary>
    private async Task TakeBackAsync(Postmortem held, Incident incident, CancellationToken cancellationToken)
    {
        Forget(held.JobId);
        held.JobId = null;
        held.DueAt = null;
        held.Lease = null;
        held.NeedsRefresh = incident.Stage.IsOpen();
        if (held.GeneratedAt is null)
            database.Remove(held);
        await database.SaveChangesAsync(cancellationToken);
    }

    private void Forget(string? jobId)
    {
        if (jobId is not null)
            jobs.Delete(jobId);
    }

    private async Task<TimeSpan> DelayAsync(InstallationId installation, CancellationToken cancellationToken) =>
        (await settings.GetAsync(installation, cancellationToken)).Postmortems.Delay ?? options.Value.Delay;
}
