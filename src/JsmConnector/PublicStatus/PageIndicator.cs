using JsmConnector.Incidents;

namespace JsmConnector.PublicStatus;

/// <summary>
/// The page's overall state in the words of the Statuspage v2 format, first match wins
/// (https://support.atlassian.com/statuspage/docs/top-level-status-and-incident-impact-calculations/).
/// </summary>
/// <param name="Indicator">`none`, `minor`, `major`, `critical` or `maintenance`.</param>
public sealed record PageIndicator(string Indicator, string Description)
{
    public static PageIndicator Of(IEnumerable<ComponentStatus> components)
    {
        var states = components.ToList();
        bool All(ComponentStatus status) => states.Count > 0 && states.All(state => state == status);
        bool Any(ComponentStatus status) => states.Contains(status);
        return states switch
        {
            _ when All(ComponentStatus.MajorOutage) => new("critical", "Major System Outage"),
            _ when Any(ComponentStatus.MajorOutage) || All(ComponentStatus.PartialOutage) => new("major", "Partial System Outage"),
            _ when Any(ComponentStatus.PartialOutage) => new("minor", "Minor Service Outage"),
            _ when All(ComponentStatus.DegradedPerformance) => new("minor", "Degraded System Service"),
            _ when Any(ComponentStatus.DegradedPerformance) => new("minor", "Partially Degraded Service"),
            _ when Any(ComponentStatus.UnderMaintenance) => new("maintenance", "Service Under Maintenance"),
            _ => new("none", "All Systems Operational"),
        };
    }
}
