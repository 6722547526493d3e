using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>What a verified `installed` call says.</summary>
public sealed record InstalledSite(string ClientKey, string SharedSecret, string BaseUrl, string? DisplayUrl, string? HelpCenterUrl);

/// <summary>Writes installations. Every call has been verified and bound to its client key before it comes here.</summary>
public sealed class StoreInstallation(JsmConnectorContext database, SecretBox secrets, InstallationDirectory directory, TimeProvider clock)
{
    /// <summary>Requests signed with the old secret may be under way: a token lives three minutes, Jira's retries sign anew.</summary>
    public static readonly TimeSpan SecretGrace = TimeSpan.FromMinutes(15);

    public static string SecretOf(InstallationId id) => $"installation:{id}:shared-secret";

    public async Task<InstallationId> InstallAsync(InstalledSite site, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var installation = await database.Set<Installation>().FirstOrDefaultAsync(i => i.ClientKey == site.ClientKey, cancellationToken);
        await SupersedeAsync(site, now, cancellationToken);
        if (installation is null)
        {
            installation = new Installation
            {
                Id = InstallationId.New(clock),
                ClientKey = site.ClientKey,
                BaseUrl = site.BaseUrl,
                ShortName = await FreeShortName.ForAsync(database, site.BaseUrl, cancellationToken),
                StateChangedAt = now,
                InstalledAt = now,
                LastInstalledAt = now,
            };
            database.Add(installation);
        }
        else
        {
            // A tombstone has no secret; what it retired is not carried over into the new life.
            installation.PreviousSharedSecret = installation.SharedSecret;
            installation.PreviousSharedSecretUntil = installation.SharedSecret is null ? null : now + SecretGrace;
        }
        installation.BaseUrl = site.BaseUrl;
        installation.DisplayUrl = site.DisplayUrl;
        installation.HelpCenterUrl = site.HelpCenterUrl;
        installation.SharedSecret = secrets.Seal(site.SharedSecret, SecretOf(installation.Id));
        installation.LastInstalledAt = now;
        installation.State = InstallationState.Enabled;
        installation.StateChangedAt = now;
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        directory.Forget(site.ClientKey);
        return installation.Id;
    }

    /// <summary>`disabled` and `uninstalled` come side by side and in any order: a tombstone stays a tombstone until the next installation.</summary>
    public async Task ChangeAsync(string clientKey, InstallationState state, CancellationToken cancellationToken)
    {
        var installation = await database.Set<Installation>().FirstOrDefaultAsync(i => i.ClientKey == clientKey, cancellationToken);
        if (installation is null || installation.State is InstallationState.Uninstalled or InstallationState.Superseded)
            return;
        installation.State = state;
        installation.StateChangedAt = clock.GetUtcNow();
        if (state == InstallationState.Uninstalled)
        {
            // Nothing is signed any more; a `disabled` that was sent in the same moment can still be told from a stranger's.
            installation.PreviousSharedSecret = installation.SharedSecret;
            installation.PreviousSharedSecretUntil = installation.StateChangedAt + SecretGrace;
            installation.SharedSecret = null;
        }
        await database.SaveChangesAsync(cancellationToken);
        directory.Forget(clientKey);
    }

    /// <summary>The same address under a new client key is a site import: the old record keeps its data and is served no more.</summary>
    private async Task SupersedeAsync(InstalledSite site, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var older = await database.Set<Installation>()
            .Where(i => i.BaseUrl == site.BaseUrl && i.ClientKey != site.ClientKey && i.State != InstallationState.Superseded)
            .ToListAsync(cancellationToken);
        foreach (var installation in older)
        {
            installation.State = InstallationState.Superseded;
            installation.StateChangedAt = now;
            installation.SharedSecret = null;
            installation.PreviousSharedSecret = null;
            installation.PreviousSharedSecretUntil = null;
            // The name of the status page goes with the living site.
            installation.ShortName = $"{installation.ShortName}-{installation.Id.Value:N}";
            if (installation.ClientKey is { } key)
                directory.Forget(key);
        }
        if (older.Count > 0)
            await database.SaveChangesAsync(cancellationToken);
    }
}
