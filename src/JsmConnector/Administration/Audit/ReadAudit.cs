using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.History;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration.Audit;

/// <summary>Who changed what and when, from the rows that hold it anyway: versions of the settings, tokens, access links, the past of pages. Newest first.</summary>
public sealed class ReadAudit(JsmConnectorContext database, SettingsHistory history)
{
    private const int MostPaths = 6;

    /// <param name="kind">Empty: all of them.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(InstallationId site, string kind, DateTimeOffset? from, DateTimeOffset? until, int most, CancellationToken cancellationToken)
    {
        var (begin, end) = (from ?? DateTimeOffset.MinValue, until ?? DateTimeOffset.MaxValue);
        var entries = new List<AuditEntry>();
        if (kind is "" or AuditKinds.Settings)
            entries.AddRange(await SettingsAsync(site, begin, end, most, cancellationToken));
        if (kind is "" or AuditKinds.Tokens)
            entries.AddRange((await database.Set<ApiToken>().AsNoTracking().Where(token => (token.MadeAt >= begin && token.MadeAt < end) || (token.RevokedAt >= begin && token.RevokedAt < end)).OrderByDescending(token => token.RevokedAt ?? token.MadeAt).Take(most).ToListAsync(cancellationToken)).SelectMany(Of));
        if (kind is "" or AuditKinds.Links)
            entries.AddRange((await database.Set<PageAccessLink>().AsNoTracking().Where(link => (link.CreatedAt >= begin && link.CreatedAt < end) || (link.WithdrawnAt >= begin && link.WithdrawnAt < end)).OrderByDescending(link => link.WithdrawnAt ?? link.CreatedAt).Take(most).ToListAsync(cancellationToken)).SelectMany(Of));
        if (kind is "" or AuditKinds.History)
            entries.AddRange((await database.Set<HistoryRecord>().AsNoTracking().Where(record => record.At >= begin && record.At < end).OrderByDescending(record => record.At).Take(most).ToListAsync(cancellationToken))
                .Select(record => new AuditEntry(record.At, record.Author, AuditKinds.History, $"{record.PageId}: {record.Kind} {record.Subject}. {record.Reason}")));
        return [.. entries.Where(entry => entry.At >= begin && entry.At < end).OrderByDescending(entry => entry.At).Take(most)];
    }

    private async Task<IReadOnlyList<AuditEntry>> SettingsAsync(InstallationId site, DateTimeOffset from, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        var versions = await database.Set<SettingsVersion>().AsNoTracking().Where(version => version.SavedAt >= from && version.SavedAt < until).OrderByDescending(version => version.Version).Take(most)
            .Select(version => new SavedSettings(version.Version, version.SavedBy, version.SavedAt)).ToListAsync(cancellationToken);
        var entries = new List<AuditEntry>();
        SettingsRead? after = null;
        foreach (var version in versions)
        {
            after ??= await history.FindAsync(site, version.Version, cancellationToken);
            var before = await history.FindAsync(site, version.Version - 1, cancellationToken);
            entries.Add(new AuditEntry(version.SavedAt, version.SavedBy, AuditKinds.Settings, $"{version.Version}: {Changed(before, after)}"));
            after = before;
        }
        return entries;
    }

    private static string Changed(SettingsRead? before, SettingsRead? after)
    {
        if (before is not SettingsRead.Understood(var old) || after is not SettingsRead.Understood(var wanted))
            return "?";
        var paths = DiffSettings.Between(old, wanted).Select(difference => difference.Path).ToList();
        return paths.Count == 0 ? "–" : string.Join(", ", paths.Take(MostPaths)) + (paths.Count > MostPaths ? $" … (+{paths.Count - MostPaths})" : "");
    }

    private static IEnumerable<AuditEntry> Of(ApiToken token)
    {
        yield return new AuditEntry(token.MadeAt, token.MadeBy, AuditKinds.Tokens, $"+ {token.Name} ({token.Right})");
        if (token.RevokedAt is { } at)
            yield return new AuditEntry(at, null, AuditKinds.Tokens, $"− {token.Name} ({token.Right})");
    }

    private static IEnumerable<AuditEntry> Of(PageAccessLink link)
    {
        yield return new AuditEntry(link.CreatedAt, link.CreatedBy, AuditKinds.Links, $"+ {link.Name} ({link.PageId})");
        if (link.WithdrawnAt is { } at)
            yield return new AuditEntry(at, null, AuditKinds.Links, $"− {link.Name} ({link.PageId})");
    }
}
