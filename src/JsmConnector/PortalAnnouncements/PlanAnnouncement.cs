using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.PortalAnnouncements;

/// <summary>Every public word goes to the portal, the last one included that takes an announcement back.</summary>
public sealed class PlanAnnouncement : IDeliveryPlanner
{
    public const string Channel = "portal";

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change) => change.Update is not { } update
        ? []
        : [new PlannedDelivery(Channel, Channel, Channel) { IncidentId = change.Incident.Id.Value, UpdateId = update.Id.Value }];
}
