using JsmConnector.Deliveries;
using JsmConnector.Maintenances;

namespace JsmConnector.StatusPages;

/// <summary>Every word about a maintenance goes to every configured page, in the page's lane: it moves components like incidents do.</summary>
public sealed class PlanMaintenances : IMaintenancePlanner
{
    public const string Channel = "maintenance";

    public IEnumerable<PlannedDelivery> Plan(MaintenanceChange change) => change.Settings.StatusPages.Select(page =>
        new PlannedDelivery(Channel, page.Id, $"{PlanMirroring.Channel}:{page.Id}") { IncidentId = change.Maintenance.Id.Value, UpdateId = change.Update.Id });
}
