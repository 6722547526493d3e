using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.StatusPages;

/// <summary>
/// Every public word goes to every configured page. The lane is the page, not the incident on the page: component states are
/// computed over all incidents, and two incidents answered out of order would leave the wrong one standing (docs/decisions/0005).
/// </summary>
public sealed class PlanMirroring : IDeliveryPlanner
{
    public const string Channel = "statuspage";

    public bool WritesToNobody => true;

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change) =>
        change.Update is not { } update
            ? []
            : change.Settings.StatusPages.Where(page => !change.Incident.IsTest || page.Provider == StatusPageSettings.BuiltIn.Provider).Select(page => new PlannedDelivery(Channel, page.Id, $"{Channel}:{page.Id}")
            {
                IncidentId = change.Incident.Id.Value,
                UpdateId = update.Id.Value,
            });
}
