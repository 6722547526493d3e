using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>What a verified `installed` call says.</summary>
/// <param name="ForgeInstallation">The other half, when the app was installed through Forge with Connect modules.</param>
public sealed record InstalledSite(string ClientKey, string SharedSecret, string BaseUrl, string? DisplayUrl, string? HelpCenterUrl, string? ForgeInstallation = null);

/// <summary>Writes installations. Every call has been verified and bound to its client key before it comes here.</summary>
public sealed class StoreInstallation(JsmConnectorContext database, SecretBox secrets, InstallationDirectory directory, FindEventSource sources, TimeProvider clock)
{
    /// <summary>Requests signed with the old secret may be under way: a token lives three minutes, Jira's retries sign anew.</summary>
    public static readonly TimeSpan SecretGrace = TimeSpan.FromMinutes(15);

    public static string SecretOf(InstallationId id) => $"installation:{id}:shared-secret";

    public async Task<InstallationId> InstallAsync(InstalledSite site, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var installation = await database.Set<Installation>().FirstOrDefaultAsync(i => i.ClientKey == site.ClientKey, cancellationToken)
            ?? await OtherHalfAsync(site, cancellationToken);
        await SupersedeAsync(site, installation, now, cancellationToken);
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
        installation.ClientKey = site.ClientKey;
        installation.JoinedForgeInstallation = site.ForgeInstallation ?? installation.JoinedForgeInstallation;
        // The door it came through first goes on counting; a site that comes back has come through this one.
        if (installation.State == InstallationState.Uninstalled)
            installation.EventSource = EventSource.Connect;
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
        sources.Forget(installation.Id);
        return installation.Id;
    }

    /// <summary>`disabled` and `uninstalled` come side by side and in any order: a tombstone stays a tombstone until the next installation.</summary>
    public async Task ChangeAsync(string clientKey, InstallationState state, CancellationToken cancellationToken)
    {
        var installation = await database.Set<Installation>().FirstOrDefaultAsync(i => i.ClientKey == clientKey, cancellationToken);
        if (installation is null || installation.State is InstallationState.Uninstalled or InstallationState.Superseded)
            return;
        var staysThroughForge = state == InstallationState.Uninstalled && await HasForgeSideAsync(installation.Id, cancellationToken);
        installation.State = staysThroughForge ? InstallationState.Enabled : state;
        installation.StateChangedAt = clock.GetUtcNow();
        if (staysThroughForge)
            installation.EventSource = EventSource.Forge;
        if (state == InstallationState.Uninstalled)
        {
            // Nothing is signed any more; a `disabled` that was sent in the same moment can still be told from a stranger's.
            installation.PreviousSharedSecret = installation.SharedSecret;
            installation.PreviousSharedSecretUntil = installation.StateChangedAt + SecretGrace;
            installation.SharedSecret = null;
        }
        await database.SaveChangesAsync(cancellationToken);
        directory.Forget(clientKey);
        sources.Forget(installation.Id);
    }

    /// <summary>Forge may have called before Connect's `installed` came: the signed call names the installation that is one with it.</summary>
    private async Task<Installation?> OtherHalfAsync(InstalledSite site, CancellationToken cancellationToken) => site.ForgeInstallation is { } half
        ? await database.Set<Installation>().FirstOrDefaultAsync(each => each.JoinedForgeInstallation == half && each.ClientKey == null && each.BaseUrl == site.BaseUrl, cancellationToken)
        : null;

    private Task<bool> HasForgeSideAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.Set<Forge.ForgeSide>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .AnyAsync(side => side.InstallationId == installation && side.GoneAt == null, cancellationToken);

    /// <summary>The same address under a new client key is a site import: the old record keeps its data and is served no more.</summary>
    private async Task SupersedeAsync(InstalledSite site, Installation? itself, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var living = itself?.Id ?? InstallationId.None;
        var older = await database.Set<Installation>()
            .Where(i => i.BaseUrl == site.BaseUrl && i.ClientKey != site.ClientKey && i.Id != living && i.State != InstallationState.Superseded)
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
