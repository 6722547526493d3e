using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.PublicStatus;

/// <summary>The incidents and maintenances that a page may show, and their words.</summary>
internal static class PageEntries
{
    /// <summary>A page for some components knows nothing of what touches none of them.</summary>
    public static IQueryable<PublishedIncident> Of(JsmConnectorContext database, string page, PageSettings settings, IReadOnlyList<PageComponent> components)
    {
        var entries = database.Set<PublishedIncident>().AsNoTracking().Where(i => i.PageId == page);
        if (settings.Components is null)
            return entries;
        string[] shown = [.. components.Select(component => component.Row.PublicId)];
        return entries.Where(i => i.ComponentIds.Any(id => shown.Contains(id)));
    }

    public static async Task<IReadOnlyList<PageIncident>> ReadAsync(
        JsmConnectorContext database, IQueryable<PublishedIncident> some, IQueryable<PublishedIncident> others, CancellationToken cancellationToken)
    {
        var rows = (await some.ToListAsync(cancellationToken)).Concat(await others.ToListAsync(cancellationToken)).DistinctBy(row => row.PublicId).ToList();
        return await WithUpdatesAsync(database, rows, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<PageIncident>> WithUpdatesAsync(JsmConnectorContext database, IReadOnlyList<PublishedIncident> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return [];
        var (page, ids) = (rows[0].PageId, rows.Select(row => row.PublicId).ToList());
        var updates = (await database.Set<PublishedUpdate>().AsNoTracking().Where(u => u.PageId == page && ids.Contains(u.IncidentId))
            .OrderByDescending(u => u.Number).ToListAsync(cancellationToken)).ToLookup(u => u.IncidentId);
        return [.. rows.OrderByDescending(row => row.StartedAt).Select(row => new PageIncident(row, [.. updates[row.PublicId]]))];
    }
}
