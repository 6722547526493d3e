using System.Globalization;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.AtlassianConnect.Descriptor;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Tickets.State;

/// <summary>
/// Sets two properties of the ticket to what the incident is at this moment. A repeat sets them to the same; what stands there already, by the last delivery,
/// is not written again.
/// </summary>
public sealed class WriteTicketState(JsmConnectorContext database, JiraSites sites, CurrentSettings settings, ConnectDescriptor descriptor, TimeProvider clock) : IDeliveryHandler
{
    public string Channel => PlanTicketState.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (incident is null or { Deleted: true })
            return new DeliveryOutcome.Suppressed("There is no ticket any more.");
        var (now, language) = (clock.GetUtcNow(), (await settings.GetAsync(attempt.InstallationId, cancellationToken)).Postmortems.Language);
        var (state, lozenge) = (TicketState.Of(incident, now), TicketState.LozengeOf(incident, language, now));
        var hash = TicketState.HashOf(state, lozenge);
        // An earlier attempt may have written what the incident was then.
        if (attempt.Number == 1 && await StandsAsync(attempt, cancellationToken) == hash)
            return new DeliveryOutcome.Suppressed("The ticket says so already.");
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Suppressed("The app has no credentials for the site at the moment.");
        var written = await jira.SetIssuePropertyAsync(incident.IssueId, TicketState.PropertyKey, state, cancellationToken);
        if (written is JiraResult<bool>.Ok)
            written = await jira.SetIssuePropertyAsync(incident.IssueId, TicketLozenge.KeyOf(descriptor.Key), lozenge.Value, cancellationToken);
        return written is JiraResult<bool>.Refused(var status, var message)
            ? await RefusedAsync(attempt, incident, string.Create(CultureInfo.InvariantCulture, $"{status}: {message}"), cancellationToken)
            : Read(written, hash);
    }

    /// <summary>Hash of what was written last; null when a later try may have written something else.</summary>
    private async Task<string?> StandsAsync(DeliveryAttempt attempt, CancellationToken cancellationToken) => await OfTicket(attempt)
        .Where(d => d.State == DeliveryState.Delivered || d.State == DeliveryState.Failed || (d.State == DeliveryState.Suppressed && d.Attempts > 1))
        .OrderByDescending(d => d.Sequence).Select(d => d.State == DeliveryState.Delivered ? d.RemoteId : null).FirstOrDefaultAsync(cancellationToken);

    private IQueryable<Delivery> OfTicket(DeliveryAttempt attempt) => database.Set<Delivery>().Where(d => d.IncidentId == attempt.IncidentId && d.Channel == PlanTicketState.Channel && d.Id != attempt.Id);

    /// <summary>By its workflow a closed ticket may refuse every edit, which nobody need mend; and what needs a person is said once a ticket.</summary>
    private async Task<DeliveryOutcome> RefusedAsync(DeliveryAttempt attempt, Incident incident, string why, CancellationToken cancellationToken)
    {
        if (!incident.Stage.IsOpen())
            return new DeliveryOutcome.Suppressed($"The incident is over, and Jira lets the app edit its ticket no more ({why}).");
        return await OfTicket(attempt).AnyAsync(d => d.State == DeliveryState.Failed, cancellationToken)
            ? new DeliveryOutcome.Suppressed($"Jira still refuses to note the state at the ticket ({why}): an earlier delivery waits to be sent again.")
            : new DeliveryOutcome.Never($"Jira refused to note the state at the ticket ({why}). The app needs the permission to edit issues in the project; then replay.");
    }

    private DeliveryOutcome Read(JiraResult<bool> result, string hash) => result switch
    {
        JiraResult<bool>.Ok => new DeliveryOutcome.Delivered(hash),
        JiraResult<bool>.NotFound => new DeliveryOutcome.Suppressed("The ticket was deleted, or the app may not see it."),
        JiraResult<bool>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<bool>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => throw new InvalidOperationException("Unknown result."),
    };
}
