using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents;

/// <summary>
/// The page's overall state in the words of the Statuspage v2 format, first match wins
/// (https://support.atlassian.com/statuspage/docs/top-level-status-and-incident-impact-calculations/).
/// </summary>
/// <param name="Indicator">`none`, `minor`, `major`, `critical` or `maintenance`.</param>
public sealed record PageIndicator(string Indicator, string Description) : IPublicData
{
    /// <param name="impacts">Of open incidents that touch no component: they raise the banner by their own weight.</param>
    public static PageIndicator Of(IEnumerable<ComponentStatus> components, IEnumerable<string>? impacts = null)
    {
        var states = components.ToList();
        bool All(ComponentStatus status) => states.Count > 0 && states.All(state => state == status);
        bool Any(ComponentStatus status) => states.Contains(status);
        PageIndicator byComponents = states switch
        {
            _ when All(ComponentStatus.MajorOutage) => new("critical", "Major System Outage"),
            _ when Any(ComponentStatus.MajorOutage) || All(ComponentStatus.PartialOutage) => new("major", "Partial System Outage"),
            _ when Any(ComponentStatus.PartialOutage) => new("minor", "Minor Service Outage"),
            _ when All(ComponentStatus.DegradedPerformance) => new("minor", "Degraded System Service"),
            _ when Any(ComponentStatus.DegradedPerformance) => new("minor", "Partially Degraded Service"),
            _ when Any(ComponentStatus.UnderMaintenance) => new("maintenance", "Service Under Maintenance"),
            _ => new("none", "All Systems Operational"),
        };
        return (impacts ?? []).Select(OfImpact).Append(byComponents).MaxBy(candidate => Weight(candidate.Indicator))!;
    }

    private static PageIndicator OfImpact(string impact) => impact switch
    {
        "critical" => new("critical", "Major System Outage"),
        "major" => new("major", "Partial System Outage"),
        "minor" => new("minor", "Minor Service Outage"),
        _ => new("none", "All Systems Operational"),
    };

    private static int Weight(string indicator) => indicator switch { "critical" => 4, "major" => 3, "minor" => 2, "maintenance" => 1, _ => 0 };
}
