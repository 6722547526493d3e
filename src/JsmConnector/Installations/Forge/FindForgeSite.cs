using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Forge;

/// <summary>Which of our installations a verified call belongs to. No site has been entered yet: this is where it is found.</summary>
public sealed class FindForgeSite(JsmConnectorContext database)
{
    /// <returns>Null for a site that Forge has not led here before and that nobody joined. Its address alone joins nothing: see <see cref="AddForgeSite"/>.</returns>
    public async Task<InstallationId?> FindAsync(ForgeInvocation invocation, CancellationToken cancellationToken) =>
        // By the site first: a reinstallation brings a new name. What another record replaced is served no more, and must not stand in that one's way.
        await database.Set<ForgeSide>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(side => side.CloudId == invocation.CloudId && database.Set<Installation>().Any(site => site.Id == side.InstallationId && site.State != InstallationState.Superseded))
            .Select(side => (InstallationId?)side.InstallationId).FirstOrDefaultAsync(cancellationToken)
        ?? await database.Set<Installation>()
            .Where(site => site.JoinedForgeInstallation == invocation.InstallationId && site.State != InstallationState.Superseded)
            .Select(site => (InstallationId?)site.Id).FirstOrDefaultAsync(cancellationToken);
}
