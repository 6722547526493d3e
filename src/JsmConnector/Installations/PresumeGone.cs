using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Retention;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations;

/// <summary>
/// The end of a Connect installation whose `uninstalled` seems lost, and the way back from it. It is a conclusion and may be wrong: the secret is kept sealed
/// for as long as the site's data is, signs nothing, and the first call that is signed with it undoes everything. Jira would send no second `installed`.
/// </summary>
public sealed partial class PresumeGone(
    JsmConnectorContext database, InstallationDirectory directory, FindWebhookSecrets webhooks, IOptions<RetentionOptions> retention, TimeProvider clock, ILogger<PresumeGone> logger)
{
    /// <param name="tried">The sealed secret that Jira refused: one that came meanwhile was not meant.</param>
    public async Task ConcludeAsync(InstallationId installation, byte[] tried, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var found = await database.Set<Installation>().FromSql($"select * from installations where id = {installation.Value} and shared_secret = {tried} for update").ToListAsync(cancellationToken);
        if (found is not [{ State: InstallationState.Enabled or InstallationState.Disabled } site])
            return;
        var now = clock.GetUtcNow();
        (site.PreviousSharedSecret, site.PreviousSharedSecretUntil, site.SharedSecret, site.PresumedGoneAt) = (site.SharedSecret, now + retention.Value.Uninstalled, null, now);
        if ((await OpenDoors.OfAsync(database, site, cancellationToken)).Counting(site.EventSource) is { } left)
            (site.State, site.EventSource) = (InstallationState.Enabled, left);
        else
            (site.State, site.StateChangedAt) = (InstallationState.Uninstalled, now);
        await SaveAsync(site, transaction, cancellationToken);
        LogGone(logger, installation, site.ConnectRefusedSince);
    }

    public async Task UndoAsync(string clientKey, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var found = await database.Set<Installation>().FromSql($"select * from installations where client_key = {clientKey} and presumed_gone_at is not null for update").ToListAsync(cancellationToken);
        if (found is not [{ SharedSecret: null, PreviousSharedSecret: not null, State: not InstallationState.Superseded } site])
            return;
        (site.SharedSecret, site.PreviousSharedSecret, site.PreviousSharedSecretUntil) = (site.PreviousSharedSecret, null, null);
        (site.PresumedGoneAt, site.ConnectRefusedSince, site.ConnectRefusals) = (null, null, 0);
        var counted = site.State == InstallationState.Uninstalled ? EventSource.Connect : site.EventSource;
        if (site.State == InstallationState.Uninstalled)
            (site.State, site.StateChangedAt) = (InstallationState.Enabled, clock.GetUtcNow());
        site.EventSource = (await OpenDoors.OfAsync(database, site, cancellationToken)).Counting(counted) ?? EventSource.Connect;
        await SaveAsync(site, transaction, cancellationToken);
        LogBack(logger, site.Id);
    }

    private async Task SaveAsync(Installation site, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        directory.Forget(site.ClientKey!);
        webhooks.Forget(site.Id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jira has refused the Connect app's secret of installation {Installation} since {Since} and sent nothing: the app counts as uninstalled there until a call proves the opposite")]
    private static partial void LogGone(ILogger logger, InstallationId installation, DateTimeOffset? since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Installation {Installation}, which counted as uninstalled, signed a call: it is there, and goes on")]
    private static partial void LogBack(ILogger logger, InstallationId installation);
}
