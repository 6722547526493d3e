using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages;

/// <summary>All that pages show of a maintenance.</summary>
/// <param name="Updates">Oldest first.</param>
public sealed record PublicMaintenance(Maintenance Maintenance, IReadOnlyList<MaintenanceUpdate> Updates);

/// <summary>Delivers a maintenance to any status page, like <see cref="MirrorIncident"/> does incidents.</summary>
public sealed class MirrorMaintenance(
    JsmConnectorContext database, CurrentSettings settings, ComponentStateQuery states, IEnumerable<IStatusPageProvider> providers) : IDeliveryHandler
{
    public string Channel => PlanMaintenances.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var current = await settings.GetAsync(attempt.InstallationId, cancellationToken);
        if (current.StatusPages.FirstOrDefault(page => page.Id == attempt.Destination) is not { } destination)
            return new DeliveryOutcome.Suppressed($"The status page '{attempt.Destination}' was removed from the settings.");
        if (providers.FirstOrDefault(provider => provider.Name == destination.Provider) is not { } provider)
            return new DeliveryOutcome.Never($"There is no status page provider '{destination.Provider}'.");
        var id = new MaintenanceId(attempt.IncidentId ?? Guid.Empty);
        // Updates first, for the reason given in MirrorIncident.
        var updates = await database.Set<MaintenanceUpdate>().AsNoTracking().Where(u => u.MaintenanceId == id).OrderBy(u => u.Number).ToListAsync(cancellationToken);
        if (await database.Set<Maintenance>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } maintenance)
            return new DeliveryOutcome.Never("The maintenance no longer exists.");
        return await provider.BringToAsync(
            new MaintenanceTask(attempt, destination, new PublicMaintenance(maintenance, updates), await states.AllAsync(cancellationToken)), cancellationToken);
    }
}
