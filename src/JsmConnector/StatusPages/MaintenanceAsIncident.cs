using JsmConnector.Incidents;
using JsmConnector.Maintenances;

namespace JsmConnector.StatusPages;

/// <summary>
/// Planned work in the shape of an incident, for pages that keep both in one list: scheduled, in progress, verifying and completed stand where investigating,
/// identified, monitoring and resolved stand. Pure.
/// </summary>
public static class MaintenanceAsIncident
{
    public static PublicIncident Of(PublicMaintenance planned, IReadOnlyList<ComponentState> components)
    {
        var row = planned.Maintenance;
        var names = components.ToDictionary(component => component.Id, component => component.Name);
        return new PublicIncident
        {
            Id = new IncidentId(row.Id.Value),
            IssueId = row.Id.Value.ToString("D"),
            IssueKey = "maintenance",
            Title = row.Title,
            Stage = Stand(row.Stage),
            WorstSeverity = Severity.Low,
            StartedAt = row.StartedAt ?? row.ScheduledFor,
            ResolvedAt = row.CompletedAt,
            NextUpdateAt = null,
            Window = (row.ScheduledFor, row.ScheduledUntil),
            Components = [.. row.ComponentIds.Select(id => new ComponentId(id)).Where(names.ContainsKey).Select(id => new PublicComponent(id, names[id], row.IsRunning))],
            Updates = [.. planned.Updates.Select(update => new PublicUpdate(new UpdateId(update.Id), Stand(update.Stage), update.Words, update.PublishedAt, null, null))],
        };
    }

    private static Stage Stand(MaintenanceStage stage) => stage switch
    {
        MaintenanceStage.Scheduled => Stage.Investigating,
        MaintenanceStage.InProgress => Stage.Identified,
        MaintenanceStage.Verifying => Stage.Monitoring,
        _ => Stage.Resolved,
    };
}
