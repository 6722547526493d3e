using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>
/// The status page of Jira Service Management itself (Operations API, experimental). How a repeat does no harm: the incident is found by the ticket's id, so it is never
/// made twice, and after a call whose end is unknown the page is read: words that stand there are not said again. Always the newest update is sent.
/// </summary>
public sealed class JsmPageProvider(JsmConnectorContext database, JsmPageClient client, AtlassianGateway gateway, IOptionsMonitor<JsmPageOptions> options) : IStatusPageProvider
{
    public string Name => "jsm";

    public async Task<DeliveryOutcome> BringToAsync(MirrorTask task, CancellationToken cancellationToken)
    {
        if (!options.CurrentValue.Enabled)
            return new DeliveryOutcome.Never("Status pages of Jira Service Management are experimental and switched off. Whoever runs the app can set JsmStatusPage__Enabled; then resume the page.") { BreaksDestination = true };
        var (access, problem) = JsmPageAccess.Of(task.Page, gateway);
        if (access is null)
            return new DeliveryOutcome.Never(problem!);
        var updates = task.Incident.Updates;
        if (updates.Count == 0)
            return new DeliveryOutcome.Suppressed("The incident has no public update.");
        var newest = updates[^1];
        if (task.Incident.Stage == Stage.Withdrawn && newest.Stage.IsOpen())
            return new DeliveryOutcome.Suppressed("The incident is withdrawn; the words that say so follow.");

        var mirror = await LoadAsync(task, access, cancellationToken);
        var known = mirror.AppliedUpdateId is not null;
        if (!known || mirror.SendingUpdateId is not null)
        {
            var there = await client.FindAsync(access, task.Incident.IssueId, cancellationToken);
            if (there is JsmPageAnswer.Failed failure)
                return failure.Outcome;
            if (there is JsmPageAnswer.Ok found)
            {
                known = true;
                if (updates.LastOrDefault(update => update.Id == mirror.SendingUpdateId) is { } sent && JsmPageIncident.Says(found.Body, sent))
                    await RecordAsync(mirror, sent.Id);
            }
        }
        if (Said(task, mirror) is { } done)
            return done;
        if (!known && newest.Stage == Stage.Withdrawn)
            return new DeliveryOutcome.Suppressed("The incident was withdrawn before the page knew of it.");
        return await WriteAsync(task, access, mirror, newest, known, cancellationToken);
    }

    /// <summary>The page knows no planned work. What runs is shown as an incident without damage that holds its components under maintenance; what is only planned would read as trouble.</summary>
    public async Task<DeliveryOutcome> BringToAsync(MaintenanceTask task, CancellationToken cancellationToken)
    {
        var planned = task.Maintenance.Maintenance;
        if (planned.StartedAt is null)
            return new DeliveryOutcome.Suppressed("The status page of Jira Service Management knows no planned work: it is shown there once it begins.");
        var shown = MaintenanceAsIncident.Of(task.Maintenance with { Updates = [.. task.Maintenance.Updates.Where(update => update.Stage != MaintenanceStage.Scheduled)] }, task.Components);
        return await BringToAsync(new MirrorTask(task.Attempt, task.Page, shown with { IssueId = planned.IssueId ?? shown.IssueId }, task.Components), cancellationToken);
    }

    private async Task<DeliveryOutcome> WriteAsync(MirrorTask task, JsmPageAccess access, JsmPageMirror mirror, PublicUpdate update, bool known, CancellationToken cancellationToken)
    {
        mirror.SendingUpdateId = update.Id;
        await database.SaveChangesAsync(cancellationToken);
        var incident = JsmPageIncident.Of(task, update);
        var answer = known ? await client.UpdateAsync(access, incident, cancellationToken) : await client.CreateAsync(access, incident, cancellationToken);
        switch (answer)
        {
            case JsmPageAnswer.Failed(var outcome):
                return outcome;
            case JsmPageAnswer.Absent when known:
                return new DeliveryOutcome.Never($"The incident of {task.Incident.IssueKey} is no longer on the status page {access.PageId}: somebody deleted it there. It is not made again by itself; "
                    + "if readers still need it, write it on the page by hand, then skip this delivery.");
            case JsmPageAnswer.Absent:
                return new DeliveryOutcome.Never($"Jira Service Management knows no status page {access.PageId} any more; check pageId in settings.") { BreaksDestination = true };
        }
        await RecordAsync(mirror, update.Id);
        return new DeliveryOutcome.Delivered(task.Incident.IssueId);
    }

    /// <returns>Null while there is something to say.</returns>
    private static DeliveryOutcome? Said(MirrorTask task, JsmPageMirror mirror)
    {
        var ids = task.Incident.Updates.Select(update => (UpdateId?)update.Id).ToList();
        var applied = mirror.AppliedUpdateId is { } held ? ids.LastIndexOf(held) : -1;
        var wanted = task.Attempt.UpdateId is { } id && ids.LastIndexOf(new UpdateId(id)) is >= 0 and var position ? position : ids.Count - 1;
        return applied < 0 || applied < wanted ? null
            : applied == wanted ? new DeliveryOutcome.Delivered(task.Incident.IssueId)
            : new DeliveryOutcome.Suppressed("The page already says a newer update.");
    }

    /// <summary>Not cancelled with the attempt: what stands on the page is better known than searched for again.</summary>
    private async Task RecordAsync(JsmPageMirror mirror, UpdateId applied)
    {
        (mirror.AppliedUpdateId, mirror.SendingUpdateId) = (applied, null);
        await database.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<JsmPageMirror> LoadAsync(MirrorTask task, JsmPageAccess access, CancellationToken cancellationToken)
    {
        var (incident, destination, page) = (task.Incident.Id, task.Page.Id, access.PageId);
        return await database.Set<JsmPageMirror>().FirstOrDefaultAsync(m => m.IncidentId == incident && m.DestinationId == destination && m.PageId == page, cancellationToken)
            ?? database.Add(new JsmPageMirror { InstallationId = task.Attempt.InstallationId, DestinationId = destination, PageId = page, IncidentId = incident }).Entity;
    }
}
