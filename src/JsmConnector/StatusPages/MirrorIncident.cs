using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages;

/// <summary>Delivers to any status page: loads what may be public, then hands it to the page's provider.</summary>
public sealed class MirrorIncident(
    JsmConnectorContext database, CurrentSettings settings, ComponentStateQuery states, IEnumerable<IStatusPageProvider> providers) : IDeliveryHandler
{
    public string Channel => PlanMirroring.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var current = await settings.GetAsync(attempt.InstallationId, cancellationToken);
        if (current.StatusPages.FirstOrDefault(page => page.Id == attempt.Destination) is not { } destination)
            return new DeliveryOutcome.Suppressed($"The status page '{attempt.Destination}' was removed from the settings.");
        if (providers.FirstOrDefault(provider => provider.Name == destination.Provider) is not { } provider)
            return new DeliveryOutcome.Never($"There is no status page provider '{destination.Provider}'.");
        if (attempt.IncidentId is not { } id || await LoadAsync(new IncidentId(id), cancellationToken) is not { } incident)
            return new DeliveryOutcome.Never("The incident no longer exists.");

        var components = await states.AllAsync(cancellationToken);
        return await provider.BringToAsync(new MirrorTask(attempt, destination, incident, components), cancellationToken);
    }

    private async Task<PublicIncident?> LoadAsync(IncidentId id, CancellationToken cancellationToken)
    {
        // Updates first: between the two reads the incident may only become newer than its words. The other way round the newest words would go
        // out with an older state, be noted as said, and the state would stay wrong.
        var updates = await database.Set<IncidentUpdate>().AsNoTracking()
            .Where(update => update.IncidentId == id).OrderBy(update => update.Number).ToListAsync(cancellationToken);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        return incident is null ? null : PublicIncidents.Of(incident, updates);
    }
}
