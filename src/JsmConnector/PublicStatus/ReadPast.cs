using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.PublicStatus;

/// <param name="Number">From 1, the newest.</param>
public sealed record PastPage(int Number, int Last, IReadOnlyList<PageIncident> Incidents);

/// <summary>What a page does not hold in memory: history page by page, and any one incident.</summary>
public sealed class ReadPast(IServiceScopeFactory scopes)
{
    public const int PageSize = 25;

    public static int LastPage(int incidents) => Math.Max(1, (incidents + PageSize - 1) / PageSize);

    public async Task<PastPage> PageAsync(PageKey key, PublicPage page, int number)
    {
        var last = LastPage(page.IncidentCount);
        if (number == 1 && page.Incidents.Count >= Math.Min(PageSize, page.IncidentCount))
            return new PastPage(number, last, [.. page.Incidents.Take(PageSize)]);
        await using var scope = scopes.Enter(key.Installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var rows = await PageEntries.Of(database, key.PageId, page.Settings, page.Components).Where(i => i.ScheduledFor == null)
            .OrderByDescending(i => i.StartedAt).ThenBy(i => i.PublicId).Skip((number - 1) * PageSize).Take(PageSize).ToListAsync();
        return new PastPage(number, last, await PageEntries.WithUpdatesAsync(database, rows, CancellationToken.None));
    }

    /// <summary>An incident or a maintenance; null when the page shows none of this id.</summary>
    public async Task<PageIncident?> FindAsync(PageKey key, PublicPage page, string id)
    {
        if (page.Incidents.Concat(page.Maintenances).FirstOrDefault(entry => entry.Row.PublicId == id) is { } held)
            return held;
        await using var scope = scopes.Enter(key.Installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var rows = await PageEntries.Of(database, key.PageId, page.Settings, page.Components).Where(i => i.PublicId == id).ToListAsync();
        return await PageEntries.WithUpdatesAsync(database, rows, CancellationToken.None) is [var found, ..] ? found : null;
    }
}
