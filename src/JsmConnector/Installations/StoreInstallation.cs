using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Forge;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>What a verified `installed` call says.</summary>
/// <param name="ForgeInstallation">The other half, when the app was installed through Forge with Connect modules.</param>
/// <param name="SentAt">When Jira signed the call; now when left out.</param>
public sealed record InstalledSite(
    string ClientKey, string SharedSecret, string BaseUrl, string? DisplayUrl, string? HelpCenterUrl, string? ForgeInstallation = null, DateTimeOffset? SentAt = null);

/// <summary>Writes installations. Every call has been verified and bound to its client key before it comes here.</summary>
public sealed partial class StoreInstallation(
    JsmConnectorContext database, SecretBox secrets, SupersedeSites older, MoveForgeSide sides, InstallationDirectory directory, FindWebhookSecrets webhooks,
    TimeProvider clock, ILogger<StoreInstallation> logger)
{
    /// <summary>Requests signed with the old secret may be under way: a token lives three minutes, Jira's retries sign anew.</summary>
    public static readonly TimeSpan SecretGrace = TimeSpan.FromMinutes(15);

    public static string SecretOf(InstallationId id) => $"installation:{id}:shared-secret";

    public async Task<InstallationId> InstallAsync(InstalledSite site, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Another door may make the same site in this moment.
        await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({site.BaseUrl}, 0))", cancellationToken);
        var (now, sentAt) = (clock.GetUtcNow(), site.SentAt ?? clock.GetUtcNow());
        var installation = await LockedAsync(site.ClientKey, cancellationToken) ?? await OtherHalfAsync(site, cancellationToken);
        // Alive without a secret, it lives through another door, whose clock is not Jira's: this call opens Connect's.
        if (installation is { ClientKey: not null } and not { SharedSecret: null, State: InstallationState.Enabled } && !LifecycleOrder.Counts(InstallationState.Enabled, sentAt, installation.State, installation.StateChangedAt))
        {
            LogOvertaken(logger, InstallationState.Enabled, installation.Id, sentAt, installation.StateChangedAt);
            return installation.Id;
        }
        await older.SupersedeAsync(site, installation, now, cancellationToken);
        if (installation is null)
        {
            installation = new Installation
            {
                Id = InstallationId.New(clock),
                ClientKey = site.ClientKey,
                BaseUrl = site.BaseUrl,
                ShortName = await FreeShortName.ForAsync(database, site.BaseUrl, cancellationToken),
                StateChangedAt = sentAt,
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
            // What had taken its name just gave it back.
            if (installation.State == InstallationState.Superseded)
                installation.ShortName = await FreeShortName.ForAsync(database, site.BaseUrl, cancellationToken);
        }
        installation.ClientKey = site.ClientKey;
        installation.JoinedForgeInstallation = site.ForgeInstallation ?? installation.JoinedForgeInstallation;
        installation.BaseUrl = site.BaseUrl;
        installation.DisplayUrl = site.DisplayUrl;
        installation.HelpCenterUrl = site.HelpCenterUrl;
        installation.SharedSecret = secrets.Seal(site.SharedSecret, SecretOf(installation.Id));
        // A site that comes back has come through this door.
        var counted = installation.State == InstallationState.Uninstalled ? EventSource.Connect : installation.EventSource;
        (installation.LastInstalledAt, installation.ConnectRefusedSince, installation.ConnectRefusals, installation.PresumedGoneAt) = (now, null, 0, null);
        installation.State = InstallationState.Enabled;
        installation.StateChangedAt = sentAt;
        await database.SaveChangesAsync(cancellationToken);
        if (site.ForgeInstallation is { } half)
            await sides.MoveAsync(half, installation.Id, cancellationToken);
        installation.EventSource = (await OpenDoors.OfAsync(database, installation, cancellationToken)).Counting(counted) ?? EventSource.Connect;
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Forget(installation);
        return installation.Id;
    }

    /// <summary>`disabled` and `uninstalled` come side by side and in any order: a tombstone stays a tombstone until the next installation.</summary>
    /// <param name="sentAt">When Jira signed the call: one that was overtaken by a newer one changes nothing.</param>
    public async Task ChangeAsync(string clientKey, InstallationState state, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var found = await LockedAsync(clientKey, cancellationToken);
        if (found is { PresumedGoneAt: not null } && state == InstallationState.Uninstalled)
        {
            // What was concluded is told: there is no way back any more.
            (found.PresumedGoneAt, found.PreviousSharedSecretUntil) = (null, clock.GetUtcNow() + SecretGrace);
            await database.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Forget(found);
            return;
        }
        // Without a secret Connect has left already, and the site is here through another door.
        if (found is not { SharedSecret: not null, State: InstallationState.Enabled or InstallationState.Disabled } installation)
            return;
        if (!LifecycleOrder.Counts(state, sentAt, installation.State, installation.StateChangedAt))
        {
            LogOvertaken(logger, state, installation.Id, sentAt, installation.StateChangedAt);
            return;
        }
        (installation.State, installation.StateChangedAt) = (state, sentAt);
        if (state == InstallationState.Uninstalled)
        {
            // Nothing is signed any more; a `disabled` that was sent in the same moment can still be told from a stranger's.
            installation.PreviousSharedSecret = installation.SharedSecret;
            installation.PreviousSharedSecretUntil = clock.GetUtcNow() + SecretGrace;
            installation.SharedSecret = null;
            if ((await OpenDoors.OfAsync(database, installation, cancellationToken)).Counting(installation.EventSource) is { } left)
                (installation.State, installation.EventSource) = (InstallationState.Enabled, left);
        }
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Forget(installation);
    }

    /// <summary>Calls of one site wait for one another.</summary>
    private async Task<Installation?> LockedAsync(string clientKey, CancellationToken cancellationToken) =>
        (await database.Set<Installation>().FromSql($"select * from installations where client_key = {clientKey} for update").ToListAsync(cancellationToken)).SingleOrDefault();

    /// <summary>Forge may have called before Connect's `installed` came: the signed call names the installation that is one with it. The address may have changed since.</summary>
    private async Task<Installation?> OtherHalfAsync(InstalledSite site, CancellationToken cancellationToken) => site.ForgeInstallation is { } half
        ? await database.Set<Installation>().Where(each => each.ClientKey == null && each.State != InstallationState.Superseded)
            .FirstOrDefaultAsync(each => each.JoinedForgeInstallation == half || database.Set<ForgeSide>().IgnoreQueryFilters(new[] { JsmConnectorContext.TenantFilter })
                .Any(side => side.InstallationId == each.Id && side.ForgeInstallation == half), cancellationToken)
        : null;

    private void Forget(Installation installation)
    {
        directory.Forget(installation.ClientKey!);
        webhooks.Forget(installation.Id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A lifecycle call ({State}) of installation {Installation} changes nothing: Jira signed it at {SentAt}, and the site's state is of {ChangedAt}")]
    private static partial void LogOvertaken(ILogger logger, InstallationState state, InstallationId installation, DateTimeOffset sentAt, DateTimeOffset changedAt);
}
