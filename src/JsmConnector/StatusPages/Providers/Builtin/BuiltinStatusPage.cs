using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>
/// Brings the tables of the built-in page to the wanted state, in one transaction with the news of it. A repeat changes nothing:
/// state is set, and an update is a row keyed by its id.
/// </summary>
public sealed class BuiltinStatusPage(JsmConnectorContext database, TimeProvider clock) : IStatusPageProvider
{
    /// <summary>PostgreSQL channel; the payload is the installation's id.</summary>
    public const string ChangedChannel = "status_page_changed";

    public string Name => "builtin";

    public async Task<DeliveryOutcome> BringToAsync(MirrorTask task, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var (installation, page, now) = (task.Attempt.InstallationId, task.Page.Id, clock.GetUtcNow());
        await LockPageAsync(installation, page, now, cancellationToken);
        var moved = await MoveComponentsAsync(task, installation, page, now, cancellationToken);
        await SetIncidentAsync(task.Incident, installation, page, now, cancellationToken);
        await AppendUpdatesAsync(task, installation, page, moved, cancellationToken);
        if (database.ChangeTracker.HasChanges())
        {
            await database.SaveChangesAsync(cancellationToken);
            await database.Set<PublishedPage>().Where(p => p.PageId == page)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version + 1).SetProperty(p => p.ChangedAt, now), cancellationToken);
            await database.Database.ExecuteSqlAsync($"select pg_notify({ChangedChannel}, {installation.Value.ToString()})", cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return new DeliveryOutcome.Delivered(task.Incident.Id.Public());
    }

    /// <summary>A worker that lost its lease may still be writing: whoever comes second waits here, and then finds what the first one wrote.</summary>
    private async Task LockPageAsync(InstallationId installation, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await database.Set<PublishedPage>().Where(p => p.PageId == page).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version), cancellationToken) > 0)
            return;
        database.Add(new PublishedPage { InstallationId = installation, PageId = page, Version = 0, ChangedAt = now });
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<List<AffectedComponent>> MoveComponentsAsync(
        MirrorTask task, InstallationId installation, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.Set<PublishedComponent>().Where(c => c.PageId == page).ToDictionaryAsync(c => c.PublicId, cancellationToken);
        var moved = new List<AffectedComponent>();
        foreach (var state in task.Components)
        {
            var (id, status) = (state.Id.Public(), state.Status.Name());
            if (!rows.TryGetValue(id, out var row))
            {
                row = database.Add(new PublishedComponent
                {
                    InstallationId = installation,
                    PageId = page,
                    PublicId = id,
                    Name = state.Name,
                    Position = state.Position,
                    Status = ComponentStatus.Operational.Name(),
                    CreatedAt = state.CreatedAt,
                    UpdatedAt = now,
                }).Entity;
            }
            (row.Name, row.Position) = (state.Name, state.Position);
            if (row.Status == status)
                continue;
            moved.Add(new AffectedComponent(id, state.Name, row.Status, status));
            database.Add(new ComponentStateChange { InstallationId = installation, PageId = page, ComponentId = id, At = now, Status = status });
            (row.Status, row.UpdatedAt) = (status, now);
        }
        return moved;
    }

    private async Task SetIncidentAsync(PublicIncident incident, InstallationId installation, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = incident.Id.Public();
        var row = await database.Set<PublishedIncident>().FirstOrDefaultAsync(i => i.PageId == page && i.PublicId == id, cancellationToken);
        if (row is null)
        {
            row = database.Add(new PublishedIncident
            {
                InstallationId = installation,
                PageId = page,
                PublicId = id,
                Title = incident.Title,
                Stage = "",
                Impact = "",
                StartedAt = incident.StartedAt,
                CreatedAt = now,
                UpdatedAt = now,
                ComponentIds = [],
            }).Entity;
        }
        var stage = incident.Stage == Stage.Withdrawn ? Stage.Resolved : incident.Stage;
        row.Title = incident.Title;
        row.Stage = stage.Name();
        row.Impact = incident.WorstSeverity.Impact;
        row.StartedAt = incident.StartedAt;
        row.MonitoringAt = incident.Updates.LastOrDefault(update => update.Stage == Stage.Monitoring)?.PublishedAt;
        row.ResolvedAt = stage.IsOpen() ? null : incident.ResolvedAt ?? row.ResolvedAt ?? now;
        row.NextUpdateAt = stage.IsOpen() ? incident.NextUpdateAt : null;
        row.UpdatedAt = incident.Updates is [.., var last] ? last.PublishedAt : row.UpdatedAt;
        row.ComponentIds = [.. incident.Components.Select(component => component.Id.Public())];
    }

    private async Task AppendUpdatesAsync(
        MirrorTask task, InstallationId installation, string page, List<AffectedComponent> moved, CancellationToken cancellationToken)
    {
        var incident = task.Incident.Id.Public();
        var known = (await database.Set<PublishedUpdate>().Where(u => u.PageId == page && u.IncidentId == incident).Select(u => u.PublicId).ToListAsync(cancellationToken)).ToHashSet();
        foreach (var (update, index) in task.Incident.Updates.Select((update, index) => (update, index)).Where(pair => !known.Contains(pair.update.Id.Public())))
        {
            var isNewest = index == task.Incident.Updates.Count - 1;
            database.Add(new PublishedUpdate
            {
                InstallationId = installation,
                PageId = page,
                PublicId = update.Id.Public(),
                IncidentId = incident,
                Number = index + 1,
                Stage = (update.Stage == Stage.Withdrawn ? Stage.Resolved : update.Stage).Name(),
                Words = update.Words,
                DisplayAt = update.PublishedAt,
                NextUpdateAt = update.NextUpdateAt,
                IsCorrection = update.CorrectionOf is not null,
                Affected = isNewest && moved.Count > 0 ? JsonSerializer.Serialize(moved) : null,
            });
        }
    }
}
