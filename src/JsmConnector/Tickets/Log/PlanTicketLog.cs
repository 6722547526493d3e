using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.Tickets.Log;

/// <summary>One internal comment for each stage that was told in public, where the site wants it.</summary>
public sealed class PlanTicketLog : IDeliveryPlanner
{
    public const string Channel = "ticketlog";

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change) => change is { Settings.Tickets.Log: true, Incident.Deleted: false, Update: { } update } && change.Before != change.Incident.Stage
        ? [new PlannedDelivery(Channel, change.Incident.IssueId, $"issue:{change.Incident.IssueId}") { IncidentId = change.Incident.Id.Value, UpdateId = update.Id.Value, Audience = "internal" }]
        : [];
}
