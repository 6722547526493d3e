using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>What an operator does with a site that came through this door. Works in a scope that has entered it.</summary>
public sealed class ChangeSite(JsmConnectorContext database, TenantScope tenant, SecretBox secrets, FindWebhookSecrets known, TimeProvider clock)
{
    /// <summary>How long the old secret counts beside the new one.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    /// <returns>The new secret, shown this once; null when the site has no signed webhook.</returns>
    public async Task<string?> RotateAsync(CancellationToken cancellationToken)
    {
        if (await database.Set<AdminWebhook>().FirstOrDefaultAsync(cancellationToken) is not { } webhook)
            return null;
        var (now, secret) = (clock.GetUtcNow(), WebhookSecret.New());
        (webhook.PreviousSecret, webhook.PreviousSecretUntil) = (webhook.Secret, now + Grace);
        (webhook.Secret, webhook.MadeAt) = (secrets.Seal(secret, AdminWebhook.SecretOf(webhook.InstallationId)), now);
        await database.SaveChangesAsync(cancellationToken);
        known.Forget(webhook.InstallationId);
        return secret;
    }

    /// <summary>Ends the grace of the old secret at once: it leaked.</summary>
    public async Task<bool> ForgetPreviousAsync(CancellationToken cancellationToken)
    {
        var changed = await database.Set<AdminWebhook>().Where(webhook => webhook.PreviousSecret != null)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.PreviousSecret, (byte[]?)null).SetProperty(w => w.PreviousSecretUntil, (DateTimeOffset?)null), cancellationToken);
        known.Forget(tenant.Current);
        return changed > 0;
    }

    /// <summary>Erases webhook secret and token; incidents stay, so that nothing public breaks. A site with another door goes on through that one; else its address can be added anew.</summary>
    /// <returns>False when the site has no signed webhook: Connect installations are removed in Jira.</returns>
    public async Task<bool> RemoveAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await database.Set<AdminWebhook>().ExecuteDeleteAsync(cancellationToken) == 0)
            return false;
        await database.Set<SiteToken>().ExecuteDeleteAsync(cancellationToken);
        var site = await database.Set<Installation>().SingleAsync(each => each.Id == tenant.Current, cancellationToken);
        if ((await OpenDoors.OfAsync(database, site, cancellationToken)).Counting(site.EventSource) is { } left)
            site.EventSource = left;
        else if (site.State != InstallationState.Superseded)
            (site.State, site.StateChangedAt) = (InstallationState.Uninstalled, clock.GetUtcNow());
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        known.Forget(tenant.Current);
        return true;
    }
}
