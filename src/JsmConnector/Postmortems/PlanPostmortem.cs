using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.Postmortems;

/// <summary>
/// An incident that ends, or one that ended and turns out to have been grave, may get a postmortem; one that is reopened or withdrawn after its
/// end takes it back. The delivery says only "look": <see cref="SchedulePostmortem"/> decides from the incident as it then is, by the site's policy,
/// and renews one that somebody asked for. Postmortems are internal, so a change without a public word counts too.
/// </summary>
public sealed class PlanPostmortem : IDeliveryPlanner
{
    public const string Channel = "postmortem";

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change)
    {
        var incident = change.Incident;
        if (PostmortemPolicy.Of(incident, change.Settings.Postmortems) == PostmortemNeed.None || !(StageCounts(change) || BecameRequired(change)))
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

    private static bool BecameRequired(IncidentChange change) =>
        change.Incident.Stage == Stage.Resolved && change.WorstSeverityBefore is { } before
        && PostmortemPolicy.Of(change.Incident, before, change.Settings.Postmortems) != PostmortemNeed.Required
        && PostmortemPolicy.Of(change.Incident, change.Settings.Postmortems) == PostmortemNeed.Required;
}
