using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>The version of a page: the lock under which it is written, and the news for every node. Both on the caller's transaction.</summary>
internal static class PageVersion
{
    /// <summary>A worker that lost its lease may still be writing: whoever comes second waits here, and then finds what the first one wrote.</summary>
    public static async Task LockAsync(JsmConnectorContext database, InstallationId installation, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await database.Set<PublishedPage>().Where(p => p.PageId == page).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version), cancellationToken) > 0)
            return;
        database.Add(new PublishedPage { InstallationId = installation, PageId = page, Version = 0, ChangedAt = now });
        await database.SaveChangesAsync(cancellationToken);
    }

    public static async Task TellAsync(JsmConnectorContext database, InstallationId installation, string page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.Set<PublishedPage>().Where(p => p.PageId == page)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version + 1).SetProperty(p => p.ChangedAt, now), cancellationToken);
        await database.Database.ExecuteSqlAsync($"select pg_notify({BuiltinStatusPage.ChangedChannel}, {installation.Value.ToString()})", cancellationToken);
    }
}
