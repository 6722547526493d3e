using System.Security.Cryptography;
using System.Text;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Access;

/// <summary>A key that opens a page: its hash, until when, and which link it is of (empty in snapshots from before it was noted).</summary>
public readonly record struct PageKeyHash(string Hash, DateTimeOffset? Until, Guid Link = default);

/// <summary>What the page itself needs to know of its access links: which keys open it, not whom they were made for.</summary>
public static class PageKeys
{
    public static async Task<IReadOnlyList<PageKeyHash>> ValidAsync(JsmConnectorContext database, string page, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Valid(database, page, now).AsNoTracking().OrderBy(link => link.CreatedAt).Select(link => new PageKeyHash(link.KeyHash, link.ExpiresAt, link.Id)).ToListAsync(cancellationToken);

    /// <summary>Grows with every key that is made or withdrawn; nodes compare it in case a notification was lost.</summary>
    public static Task<int> VersionAsync(JsmConnectorContext database, string page, CancellationToken cancellationToken) =>
        database.Set<PageAccessLink>().Where(link => link.PageId == page).SumAsync(link => link.WithdrawnAt == null ? 1 : 2, cancellationToken);

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    internal static IQueryable<PageAccessLink> Valid(JsmConnectorContext database, string page, DateTimeOffset now) =>
        database.Set<PageAccessLink>().Where(link => link.PageId == page && link.WithdrawnAt == null && (link.ExpiresAt == null || link.ExpiresAt > now));
}
