using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>The way back to a site: a client that acts as the app's own account there, by the freshest credential that a door offers.</summary>
public sealed class JiraSites(IJiraClients clients, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <returns>Null when the app may not call the site: it was uninstalled, disabled or superseded, or no door has a credential.</returns>
    public async Task<JiraClient?> FindAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var site = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking()
            .FirstOrDefaultAsync(i => i.Id == installation, cancellationToken);
        if (site is not { State: InstallationState.Enabled })
            return null;
        var offers = new List<OfferedCredentials>();
        foreach (var door in scope.ServiceProvider.GetServices<ISiteCredentials>())
        {
            if (await door.OfferAsync(site, cancellationToken) is { } offer)
                offers.Add(offer);
        }
        return OfferedCredentials.Freshest(offers, clock.GetUtcNow()) is { } best ? clients.For(best.Credentials) : null;
    }
}
