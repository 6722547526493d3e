using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;

namespace JsmConnector.Tickets.State;

/// <summary>The ticket follows every public word, every stage, and a promise whose time has passed.</summary>
public sealed class PlanTicketState : IDeliveryPlanner, IPromisePlanner
{
    public const string Channel = "ticket";

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change) =>
        !change.Incident.Deleted && (change.Update is not null || change.Before != change.Incident.Stage) ? [Planned(change.Incident)] : [];

    public IEnumerable<PlannedDelivery> Plan(PromiseReached reached) => reached.Step >= PromiseStep.Due ? [Planned(reached.Incident)] : [];

    /// <summary>A lane of its own: where it fails, comments and the link of the postmortem go on.</summary>
    private static PlannedDelivery Planned(Incident incident) => new(Channel, incident.IssueId, $"issue:{incident.IssueId}/state") { IncidentId = incident.Id.Value, Audience = "internal" };
}
