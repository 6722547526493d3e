using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>Writes the rows of one page under its lock; the caller saves.</summary>
internal sealed class WritePublished(JsmConnectorContext database, InstallationId installation, string page, DateTimeOffset now)
{
    /// <returns>How every component of the page stands: moved, or as before.</returns>
    public async Task<IReadOnlyList<AffectedComponent>> MoveComponentsAsync(IReadOnlyList<ComponentState> states, CancellationToken cancellationToken)
    {
        var rows = await database.Set<PublishedComponent>().Where(c => c.PageId == page).ToDictionaryAsync(c => c.PublicId, cancellationToken);
        var moves = new List<AffectedComponent>(states.Count);
        foreach (var state in states)
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
            moves.Add(new AffectedComponent(id, state.Name, row.Status, status));
            if (row.Status == status)
                continue;
            database.Add(new ComponentStateChange { InstallationId = installation, PageId = page, ComponentId = id, At = now, Status = status });
            (row.Status, row.UpdatedAt) = (status, now);
        }
        return moves;
    }

    public async Task SetEntryAsync(PublishedEntry entry, CancellationToken cancellationToken) =>
        Set(entry, await database.Set<PublishedIncident>().FirstOrDefaultAsync(i => i.PageId == page && i.PublicId == entry.Id, cancellationToken));

    /// <param name="row">Null when the page does not have it yet.</param>
    public void Set(PublishedEntry entry, PublishedIncident? row)
    {
        row ??= database.Add(new PublishedIncident
        {
            InstallationId = installation,
            PageId = page,
            PublicId = entry.Id,
            Title = entry.Title,
            Stage = "",
            Impact = "",
            StartedAt = entry.StartedAt,
            CreatedAt = now,
            UpdatedAt = now,
            ComponentIds = [],
        }).Entity;
        row.Title = entry.Title;
        row.Stage = entry.Stage;
        row.Impact = entry.Impact;
        row.StartedAt = entry.StartedAt;
        row.MonitoringAt = entry.MonitoringAt;
        // Ended without a known time: the first moment at which it was seen as ended stays.
        row.ResolvedAt = entry.Ended ? entry.ResolvedAt ?? row.ResolvedAt ?? now : null;
        row.NextUpdateAt = entry.NextUpdateAt;
        row.UpdatedAt = entry.Updates is [.., var last] ? last.DisplayAt : row.UpdatedAt;
        if (!row.ComponentIds.SequenceEqual(entry.ComponentIds))
            row.ComponentIds = [.. entry.ComponentIds];
        (row.ScheduledFor, row.ScheduledUntil) = (entry.Window?.From, entry.Window?.Until);
    }

    public async Task AppendUpdatesAsync(PublishedEntry entry, IReadOnlyList<AffectedComponent> moves, CancellationToken cancellationToken)
    {
        var known = (await database.Set<PublishedUpdate>().Where(u => u.PageId == page && u.IncidentId == entry.Id).Select(u => u.PublicId).ToListAsync(cancellationToken)).ToHashSet();
        Append(entry, moves, known);
    }

    /// <param name="known">Ids of updates that stand there.</param>
    public void Append(PublishedEntry entry, IReadOnlyList<AffectedComponent> moves, IReadOnlySet<string> known)
    {
        foreach (var (update, index) in entry.Updates.Select((update, index) => (update, index)).Where(pair => !known.Contains(pair.update.Id)))
        {
            database.Add(new PublishedUpdate
            {
                InstallationId = installation,
                PageId = page,
                PublicId = update.Id,
                IncidentId = entry.Id,
                Number = index + 1,
                Stage = update.Stage,
                Words = update.Words,
                DisplayAt = update.DisplayAt,
                NextUpdateAt = update.NextUpdateAt,
                IsCorrection = update.IsCorrection,
                Affected = Affected(entry, moves, isNewest: index == entry.Updates.Count - 1),
            });
        }
    }

    /// <summary>
    /// The newest update moved whatever moved; one that was passed over while the page was away moved nothing. Components of the incident that stayed
    /// are listed as staying, as the format does.
    /// </summary>
    private static string? Affected(PublishedEntry entry, IReadOnlyList<AffectedComponent> moves, bool isNewest)
    {
        var own = entry.ComponentIds.ToHashSet(StringComparer.Ordinal);
        List<AffectedComponent> affected =
            [.. moves.Where(move => own.Contains(move.Code) || (isNewest && move.OldStatus != move.NewStatus)).Select(move => isNewest ? move : move with { NewStatus = move.OldStatus })];
        return affected.Count == 0 ? null : JsonSerializer.Serialize(affected);
    }
}
