using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// Atlassian Statuspage. How a repeat does no harm: every write carries our marker (whose incident, which update) beside the words, and
/// whenever an earlier call may have been carried out unseen the page is read before it is written. The API itself has no idempotency key.
/// </summary>
public sealed class StatuspageProvider(JsmConnectorContext database, StatuspageClient client, FindRemoteComponents components, TimeProvider clock) : IStatusPageProvider
{
    public string Name => "statuspage";

    /// <summary>Statuspage keeps planned work among the incidents.</summary>
    public Task<DeliveryOutcome> BringToAsync(MaintenanceTask task, CancellationToken cancellationToken) =>
        BringToAsync(new MirrorTask(task.Attempt, task.Page, MaintenanceAsIncident.Of(task.Maintenance, task.Components), task.Components), cancellationToken);

    public async Task<DeliveryOutcome> BringToAsync(MirrorTask task, CancellationToken cancellationToken)
    {
        var (access, problem) = StatuspageAccess.Of(task.Page);
        if (access is null)
            return new DeliveryOutcome.Never(problem!);
        var (known, unknown) = await components.CompleteAsync(task, access, cancellationToken);
        if (unknown is not null)
            return JudgeStatuspageAnswer.Failure(unknown, access, null, clock.GetUtcNow());
        task = known;

        var mirror = await LoadAsync(task, access, cancellationToken);
        var mayHaveCalled = mirror.SendingUpdateId is not null;
        var looked = false;
        while (true)
        {
            var step = PlanStatuspageCall.Next(task, new KnownMirror(mirror.RemoteIncidentId, mirror.AppliedUpdateId, mayHaveCalled, looked));
            if (step is StatuspageStep.Done done)
                return done.Outcome;

            var failure = step is StatuspageStep.Find or StatuspageStep.Read
                ? await LookAsync(task, access, mirror, step, cancellationToken)
                : await WriteAsync(task, access, mirror, step, cancellationToken);
            if (failure is not null)
                return JudgeStatuspageAnswer.Failure(failure, access, mirror.RemoteIncidentId, clock.GetUtcNow());
            looked = true;
        }
    }

    /// <returns>Null when the page was read and the mirror tells what was found; else the failure.</returns>
    private async Task<StatuspageAnswer?> LookAsync(
        MirrorTask task, StatuspageAccess access, StatuspageMirror mirror, StatuspageStep step, CancellationToken cancellationToken)
    {
        if (step is StatuspageStep.Find find)
        {
            var (found, failure) = await new FindRemoteIncident(client).FindAsync(access, task, find, cancellationToken);
            if (found is not null)
                await RecordAsync(mirror, found.Id, found.Update);
            return failure;
        }

        var remoteId = ((StatuspageStep.Read)step).RemoteId;
        var answer = await client.ReadAsync(access, remoteId, cancellationToken);
        if (answer is not StatuspageAnswer.Ok ok)
            return answer;
        await RecordAsync(mirror, remoteId, RemoteIncident.Read(ok.Body)?.Update ?? mirror.AppliedUpdateId);
        return null;
    }

    /// <returns>Null when the page says the update; else the failure.</returns>
    private async Task<StatuspageAnswer?> WriteAsync(
        MirrorTask task, StatuspageAccess access, StatuspageMirror mirror, StatuspageStep step, CancellationToken cancellationToken)
    {
        var update = step is StatuspageStep.Patch patch ? patch.Update : ((StatuspageStep.Create)step).Update;
        mirror.SendingUpdateId = update.Id;
        await database.SaveChangesAsync(cancellationToken);

        var incident = StatuspageIncident.Of(task, update, await RespectedAsync(task, cancellationToken));
        var answer = mirror.RemoteIncidentId is { } remoteId
            ? await client.PatchAsync(access, remoteId, incident, cancellationToken)
            : await client.CreateAsync(access, incident, cancellationToken);
        if (answer is not StatuspageAnswer.Ok ok)
            return answer;
        if ((mirror.RemoteIncidentId ?? RemoteIncident.Read(ok.Body)?.Id) is not { } id)
            return new StatuspageAnswer.Lost("Statuspage answered without the id of the incident.");
        await RecordAsync(mirror, id, update.Id);
        if (incident.Components is { Count: > 0 } moved)
            await StatuspageUpkeep.NoteWrittenAsync(database, task.Attempt.InstallationId, task.Page.Id, access.PageId, [.. moved], clock.GetUtcNow(), CancellationToken.None);
        return null;
    }

    /// <summary>Components that a person moved there: ours follow again when somebody repairs it, or both agree.</summary>
    private async Task<IReadOnlyCollection<string>> RespectedAsync(MirrorTask task, CancellationToken cancellationToken)
    {
        var destination = task.Page.Id;
        var subjects = await database.Set<PageDrift>().Where(drift => drift.PageId == destination && drift.ByHand && drift.What == "status").Select(drift => drift.Subject).ToListAsync(cancellationToken);
        return [.. subjects.Select(subject => subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..])];
    }

    /// <summary>Not cancelled with the attempt: what stands on the page is better known than searched for again.</summary>
    private async Task RecordAsync(StatuspageMirror mirror, string remoteId, UpdateId? applied)
    {
        mirror.RemoteIncidentId = remoteId;
        mirror.AppliedUpdateId = applied;
        mirror.AppliedAt = clock.GetUtcNow();
        mirror.SendingUpdateId = null;
        await database.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<StatuspageMirror> LoadAsync(MirrorTask task, StatuspageAccess access, CancellationToken cancellationToken)
    {
        var (incident, destination, page) = (task.Incident.Id, task.Page.Id, access.PageId);
        var mirror = await database.Set<StatuspageMirror>().FirstOrDefaultAsync(
            m => m.IncidentId == incident && m.DestinationId == destination && m.PageId == page, cancellationToken);
        if (mirror is null)
        {
            mirror = new StatuspageMirror
            {
                InstallationId = task.Attempt.InstallationId,
                DestinationId = destination,
                PageId = page,
                IncidentId = incident,
            };
            database.Add(mirror);
        }

        return mirror;
    }
}
