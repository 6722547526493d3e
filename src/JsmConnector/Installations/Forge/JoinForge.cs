using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Forge;

/// <summary>An operator says that a Forge installation and a known site are one. In a scope that has entered the site.</summary>
public sealed class JoinForge(JsmConnectorContext database, TenantScope tenant, MoveForgeSide sides)
{
    private const string Prefix = "ari:cloud:ecosystem::installation/";

    /// <returns>What is wrong and how to mend it; null when both are one now. Events go on counting through the door that counts already.</returns>
    public async Task<string?> JoinAsync(string forgeInstallation, CancellationToken cancellationToken)
    {
        if (!forgeInstallation.StartsWith(Prefix, StringComparison.Ordinal) || !Guid.TryParseExact(forgeInstallation[Prefix.Length..], "D", out _))
            return $"'{forgeInstallation}' is no Forge installation. Copy it from the log line that refused it; it looks like {Prefix}0a3a7799-53ae-4a5b-9e7e-03338980abb5.";
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var others = database.Set<Installation>().Where(site => site.Id != tenant.Current
            && (site.JoinedForgeInstallation == forgeInstallation || database.Set<ForgeSide>().IgnoreQueryFilters(new[] { JsmConnectorContext.TenantFilter })
                .Any(side => side.InstallationId == site.Id && side.ForgeInstallation == forgeInstallation)));
        if (await others.AnyAsync(site => site.State != InstallationState.Superseded, cancellationToken))
            return "This Forge installation belongs to another site already.";
        await others.ExecuteUpdateAsync(set => set.SetProperty(site => site.JoinedForgeInstallation, (string?)null), cancellationToken);
        await database.Set<Installation>().Where(site => site.Id == tenant.Current)
            .ExecuteUpdateAsync(set => set.SetProperty(site => site.JoinedForgeInstallation, forgeInstallation), cancellationToken);
        await sides.MoveAsync(forgeInstallation, tenant.Current, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}
