using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Forge;

/// <summary>Writes down that Forge called for a site, in a scope that has entered it, and brings back one that counted as uninstalled.</summary>
public sealed class HearForge(JsmConnectorContext database, TenantScope tenant, SecretBox secrets, TimeProvider clock)
{
    public async Task<Heard> HearAsync(ForgeInvocation invocation, string? systemToken, string? tokenHash, CancellationToken cancellationToken)
    {
        var (now, installation) = (clock.GetUtcNow(), tenant.Current);
        var site = await database.Set<Installation>().SingleAsync(each => each.Id == installation, cancellationToken);
        var side = await database.Set<ForgeSide>().FirstOrDefaultAsync(cancellationToken);
        await using var transaction = side is null ? await database.Database.BeginTransactionAsync(cancellationToken) : null;
        if (side is null)
        {
            // A site's first calls come side by side: one writes the row, the others find it.
            await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({invocation.CloudId}, 0))", cancellationToken);
            side = await database.Set<ForgeSide>().FirstOrDefaultAsync(cancellationToken);
        }
        if (side is null)
        {
            // Left behind by a record that this one replaced.
            await database.Set<ForgeSide>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
                .Where(other => other.CloudId == invocation.CloudId || other.ForgeInstallation == invocation.InstallationId)
                .Where(other => database.Set<Installation>().Any(owner => owner.Id == other.InstallationId && owner.State == InstallationState.Superseded))
                .ExecuteDeleteAsync(cancellationToken);
            side = new ForgeSide
            {
                InstallationId = installation,
                ForgeInstallation = invocation.InstallationId,
                CloudId = invocation.CloudId,
                Environment = invocation.Environment,
                LastCalledAt = now,
            };
            database.Add(side);
        }

        (side.ForgeInstallation, side.Environment, side.LastCalledAt, side.RefusedSince, side.GoneAt) = (invocation.InstallationId, invocation.Environment, now, null, null);
        // A reinstallation has a new name; Connect's `installed` will say that one.
        if (site.JoinedForgeInstallation != invocation.InstallationId
            && !await database.Set<Installation>().AnyAsync(other => other.JoinedForgeInstallation == invocation.InstallationId, cancellationToken))
            site.JoinedForgeInstallation = invocation.InstallationId;
        side.EnvironmentId = invocation.EnvironmentId ?? side.EnvironmentId;
        if (systemToken is not null)
            (side.SystemToken, side.TokenReceivedAt) = (secrets.Seal(systemToken, ForgeSide.SecretOf(installation)), now);
        if (site.State == InstallationState.Uninstalled)
            (site.State, site.StateChangedAt, site.LastInstalledAt, site.EventSource) = (InstallationState.Enabled, now, now, EventSource.Forge);

        await database.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
            await transaction.CommitAsync(cancellationToken);
        return new Heard(installation, site.State, tokenHash, systemToken is null ? null : now);
    }
}
