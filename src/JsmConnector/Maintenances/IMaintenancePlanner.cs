using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Maintenances;

/// <summary>What was just said about a maintenance, told inside the transaction that stores it.</summary>
public sealed record MaintenanceChange(Maintenance Maintenance, MaintenanceUpdate Update, InstallationSettings Settings);

/// <summary>Asked of every reaction: given this change, which deliveries do you plan? Implementations do no I/O.</summary>
public interface IMaintenancePlanner
{
    IEnumerable<PlannedDelivery> Plan(MaintenanceChange change);
}
