using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>One delivery for each update and page: who of its readers is told, and by what, is found out when it is carried out.</summary>
public sealed class PlanSubscribers(IEnumerable<INotificationChannel> channels) : IDeliveryPlanner, IMaintenancePlanner
{
    public const string Channel = "subscribers";

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change) =>
        change.Update is { } update ? For(change.Settings, change.Incident.Id.Value, update.Id.Value) : [];

    public IEnumerable<PlannedDelivery> Plan(MaintenanceChange change) => For(change.Settings, change.Maintenance.Id.Value, change.Update.Id);

    private IEnumerable<PlannedDelivery> For(InstallationSettings settings, Guid entry, Guid update) => settings.StatusPages
        .Where(page => page.Provider == StatusPageSettings.BuiltIn.Provider && (page.Page ?? PageSettings.Default).Subscriptions.Any(IsReady))
        .Select(page => new PlannedDelivery(Channel, page.Id, $"{Channel}:{page.Id}") { IncidentId = entry, UpdateId = update });

    private bool IsReady(string kind) => channels.Any(channel => channel.Kind == (kind == "slack" ? "slack-webhook" : kind) && channel.IsReady);
}
