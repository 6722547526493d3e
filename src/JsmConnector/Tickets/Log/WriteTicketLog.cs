using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Tickets.Log;

/// <summary>Writes what was said in public into the ticket, for the team. A repeat does no harm: <see cref="CommentForTeam"/>.</summary>
public sealed class WriteTicketLog(JsmConnectorContext database, CommentForTeam comments, CurrentSettings settings) : IDeliveryHandler
{
    public string Channel => PlanTicketLog.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new UpdateId(attempt.UpdateId ?? Guid.Empty);
        if (await database.Set<IncidentUpdate>().AsNoTracking().FirstOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } update)
            return new DeliveryOutcome.Suppressed("The update no longer exists.");
        var current = await settings.GetAsync(attempt.InstallationId, cancellationToken);
        return current.Tickets.Log
            ? await comments.WriteAsync(attempt.InstallationId, attempt.Destination, LogComment.Of(update, current.Postmortems.Language), cancellationToken)
            : new DeliveryOutcome.Suppressed("The settings want no internal comments any more.");
    }
}
