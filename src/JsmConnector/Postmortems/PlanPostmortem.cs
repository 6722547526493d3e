using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.Postmortems;

/// <summary>
/// A grave incident that ends, or one that ended and turns out to have been grave, gets a postmortem; one that is reopened or withdrawn after its
/// end takes it back. The delivery says only "look": <see cref="SchedulePostmortem"/> decides from the incident as it then is. Postmortems are
/// internal, so a change without a public word counts too.
/// </summary>
public sealed class PlanPostmortem : IDeliveryPlanner
{
    public const string Channel = "postmortem";

    /// <summary>Incidents that ever were this grave get one.</summary>
    public static bool IsGrave(Severity worst) => worst.Level <= Severity.Major.Level;

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change)
    {
        var incident = change.Incident;
        if (!IsGrave(incident.WorstSeverity) || !(StageCounts(change) || BecameGrave(change)))
            return [];
        var id = incident.Id.Value;
        return [new PlannedDelivery(Channel, Channel, $"{Channel}:{id:N}") { IncidentId = id, UpdateId = change.Update?.Id.Value, Audience = "internal" }];
    }

    private static bool StageCounts(IncidentChange change) => change.Incident.Stage switch
    {
        Stage.Resolved => change.Before != Stage.Resolved,
        Stage.Withdrawn => change.Before == Stage.Resolved,
        _ => change.Reopened,
    };

    private static bool BecameGrave(IncidentChange change) =>
        change.Incident.Stage == Stage.Resolved && change.WorstSeverityBefore is { } before && !IsGrave(before);
}
