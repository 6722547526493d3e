using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents;

/// <summary>Asks every reaction what it wants delivered for a change and stores the wishes on the caller's transaction.</summary>
public sealed class PlanDeliveries(JsmConnectorContext database, IEnumerable<IDeliveryPlanner> planners, TimeProvider clock)
{
    public void For(IncidentChange change)
    {
        foreach (var planned in Planned(change))
            database.Add(Delivery.Of(change.Incident.InstallationId, planned, clock));
    }

    /// <summary>What would be delivered; nothing is stored.</summary>
    public IEnumerable<PlannedDelivery> Planned(IncidentChange change) =>
        planners.Where(planner => planner.WritesToNobody || !(change.Incident.IsTest || change.IsShownOnly)).SelectMany(planner => planner.Plan(change));
}
