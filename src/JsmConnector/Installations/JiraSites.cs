using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>
/// The way back to a site: a client that acts as the app's own account there, by the freshest credential that a door offers, within the limits that
/// all nodes know of. Made for one piece of work: the next one asks again.
/// </summary>
public sealed class JiraSites(IJiraClients clients, IServiceScopeFactory scopes, DoubtedCredentials doubts, TimeProvider clock, ILogger<JiraSites> logger)
{
    /// <returns>Null when the app may not call the site: it was uninstalled, disabled or superseded, or no door has a credential.</returns>
    public async Task<JiraClient?> FindAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var (database, told) = (scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), clock.GetUtcNow() - JiraLimit.Memory);
        // One round trip for both.
        var found = await database.Set<Installation>().AsNoTracking().Where(site => site.Id == installation && site.State == InstallationState.Enabled)
            .Select(site => new { Site = site, Limits = database.Set<SiteLimit>().Where(limit => limit.InstallationId == site.Id && limit.Until > told).ToList() })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var offers = new List<OfferedCredentials>();
        foreach (var door in scope.ServiceProvider.GetServices<ISiteCredentials>())
        {
            if (await door.OfferAsync(found.Site, cancellationToken) is { } offer)
                offers.Add(offer);
        }
        var usable = OfferedCredentials.BestFirst(offers.Select(offer => doubts.Apply(installation, offer)), clock.GetUtcNow());
        return usable.Count == 0
            ? null
            : clients.For(usable, new SharedLimits(installation, found.Limits, scopes, clock, logger), refused => doubts.Note(installation, refused));
    }
}
