using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Forge;

/// <summary>What is known of a Forge installation goes with the living record of its site. Inside the caller's transaction.</summary>
public sealed class MoveForgeSide(JsmConnectorContext database, SecretBox secrets)
{
    public async Task MoveAsync(string forgeInstallation, InstallationId living, CancellationToken cancellationToken)
    {
        var all = database.Set<ForgeSide>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]);
        if (await all.AsNoTracking().FirstOrDefaultAsync(side => side.ForgeInstallation == forgeInstallation && side.InstallationId != living, cancellationToken) is not { } moved)
            return;
        // One row a site; the installation that was named is the one that is there.
        await all.Where(side => side.InstallationId == living).ExecuteDeleteAsync(cancellationToken);
        // The token is bound to its record.
        var token = moved.SystemToken is { } box && secrets.Open(box, ForgeSide.SecretOf(moved.InstallationId)) is { } open ? secrets.Seal(open, ForgeSide.SecretOf(living)) : null;
        await all.Where(side => side.InstallationId == moved.InstallationId)
            .ExecuteUpdateAsync(set => set.SetProperty(side => side.InstallationId, living).SetProperty(side => side.SystemToken, token), cancellationToken);
    }
}
