using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.PublicStatus;

/// <summary>The components of a page with the days of their bars.</summary>
internal static class PageComponents
{
    public static async Task<IReadOnlyList<PageComponent>> LoadAsync(
        JsmConnectorContext database, string page, PageSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.Set<PublishedComponent>().AsNoTracking().Where(c => c.PageId == page)
            .OrderBy(c => c.Position).ThenBy(c => c.Name).ToListAsync(cancellationToken);
        var shown = settings.Components?.Select(ComponentNames.KeyOf).ToHashSet(StringComparer.Ordinal);
        var described = (settings.Descriptions ?? new Dictionary<string, string>()).DistinctBy(pair => ComponentNames.KeyOf(pair.Key))
            .ToDictionary(pair => ComponentNames.KeyOf(pair.Key), pair => pair.Value, StringComparer.Ordinal);
        var changes = await ChangesAsync(database, page, now.AddDays(-Uptime.Days - 1), cancellationToken);
        return
        [
            .. rows.Where(row => shown is null || shown.Contains(ComponentNames.KeyOf(row.Name))).Select(row =>
                new PageComponent(row, Uptime.Of(row.CreatedAt, [.. changes[row.PublicId].Select(c => (c.At, ComponentStatuses.Of(c.Status)))], now))
                {
                    Description = described.GetValueOrDefault(ComponentNames.KeyOf(row.Name)),
                }),
        ];
    }

    /// <summary>Those of the days shown, and the last one before them of each component: what is older cannot be seen.</summary>
    private static async Task<ILookup<string, ComponentStateChange>> ChangesAsync(JsmConnectorContext database, string page, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var all = database.Set<ComponentStateChange>().AsNoTracking().Where(c => c.PageId == page);
        var recent = await all.Where(c => c.At >= from).OrderBy(c => c.At).ThenBy(c => c.Sequence).ToListAsync(cancellationToken);
        var before = await all.Where(c => c.At < from).GroupBy(c => c.ComponentId)
            .Select(same => same.OrderByDescending(c => c.At).ThenByDescending(c => c.Sequence).First()).ToListAsync(cancellationToken);
        return before.Concat(recent).ToLookup(change => change.ComponentId);
    }
}
