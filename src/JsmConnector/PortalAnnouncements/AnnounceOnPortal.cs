using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.PortalAnnouncements;

/// <summary>
/// Brings the portal's row to the desired state, read at this moment. A repeat writes the same row again, so it does no harm;
/// the one lane of the portal keeps two deliveries from writing at once.
/// </summary>
public sealed class AnnounceOnPortal(JsmConnectorContext database, CurrentSettings settings, TimeProvider clock) : IDeliveryHandler
{
    private static readonly TimeSpan KeepEnded = TimeSpan.FromDays(1);

    public string Channel => PlanAnnouncement.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (incident is null)
            return new DeliveryOutcome.Never("The incident no longer exists.");

        var updates = await database.Set<IncidentUpdate>().AsNoTracking()
            .Where(update => update.IncidentId == id).OrderBy(update => update.Number).ToListAsync(cancellationToken);
        var current = await settings.GetAsync(attempt.InstallationId, cancellationToken);
        var desired = DesiredAnnouncement.Of(incident, updates, await StatusPagePathAsync(attempt.InstallationId, current, cancellationToken), current);
        var held = await database.Set<PortalAnnouncement>().FirstOrDefaultAsync(a => a.IncidentId == id, cancellationToken);
        if (held is not null && desired is not null)
            database.Entry(held).CurrentValues.SetValues(desired);
        else if (desired is not null)
            database.Add(desired);
        else if (held is not null)
            database.Remove(held);
        await database.SaveChangesAsync(cancellationToken);

        var longOver = clock.GetUtcNow() - KeepEnded;
        await database.Set<PortalAnnouncement>().Where(a => a.EndedAt < longOver).ExecuteDeleteAsync(cancellationToken);
        return new DeliveryOutcome.Delivered(incident.Id.Public());
    }

    private async Task<string?> StatusPagePathAsync(InstallationId installation, InstallationSettings current, CancellationToken cancellationToken)
    {
        if (current.StatusPages.All(page => page.Provider != StatusPageSettings.BuiltIn.Provider))
            return null;
        var name = await database.Set<Installation>().Where(i => i.Id == installation).Select(i => i.ShortName).SingleAsync(cancellationToken);
        return $"/status/{Uri.EscapeDataString(name)}";
    }
}
