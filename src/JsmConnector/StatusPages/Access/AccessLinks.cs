using System.Buffers.Text;
using System.Security.Cryptography;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Access;

/// <summary>Makes and withdraws keys. Every node learns of it like of any other change of the page.</summary>
public sealed class AccessLinks(JsmConnectorContext database, TimeProvider clock)
{
    public const int Most = 100;

    /// <returns>The link and its key; null when the page has too many.</returns>
    public async Task<(PageAccessLink Link, string Key)?> MakeAsync(
        InstallationId installation, string page, string name, DateTimeOffset? expiresAt, string? author, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await PageKeys.Valid(database, page, now).CountAsync(cancellationToken) >= Most)
            return null;
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var link = new PageAccessLink
        {
            InstallationId = installation,
            Id = Guid.CreateVersion7(now),
            PageId = page,
            Name = name,
            KeyHash = PageKeys.HashOf(key),
            CreatedAt = now,
            CreatedBy = author,
            ExpiresAt = expiresAt?.ToUniversalTime(),
        };
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        database.Add(link);
        await database.SaveChangesAsync(cancellationToken);
        await TellAsync(installation, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (link, key);
    }

    /// <returns>False when there is no such link.</returns>
    public async Task<bool> WithdrawAsync(InstallationId installation, string page, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await PageKeys.Valid(database, page, now).Where(link => link.Id == id).ExecuteUpdateAsync(set => set.SetProperty(link => link.WithdrawnAt, now), cancellationToken) == 0)
            return false;
        await TellAsync(installation, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Who may read a page is a setting of it.</summary>
    private Task TellAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync($"select pg_notify({SaveSettings.ChangedChannel}, {installation.Value.ToString()})", cancellationToken);
}
