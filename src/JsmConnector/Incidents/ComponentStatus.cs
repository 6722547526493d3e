namespace JsmConnector.Incidents;

/// <summary>State of a component on a status page, ordered from well to worst.</summary>
public enum ComponentStatus
{
    Operational,
    UnderMaintenance,
    DegradedPerformance,
    PartialOutage,
    MajorOutage,
}

public static class ComponentStatuses
{
    /// <summary>The name used in JSON, the same as Statuspage's.</summary>
    public static string Name(this ComponentStatus status) => status switch
    {
        ComponentStatus.UnderMaintenance => "under_maintenance",
        ComponentStatus.DegradedPerformance => "degraded_performance",
        ComponentStatus.PartialOutage => "partial_outage",
        ComponentStatus.MajorOutage => "major_outage",
        _ => "operational",
    };

    /// <summary>The state of a name in JSON; operational when there is no such state.</summary>
    public static ComponentStatus Of(string name) => name switch
    {
        "under_maintenance" => ComponentStatus.UnderMaintenance,
        "degraded_performance" => ComponentStatus.DegradedPerformance,
        "partial_outage" => ComponentStatus.PartialOutage,
        "major_outage" => ComponentStatus.MajorOutage,
        _ => ComponentStatus.Operational,
    };

    /// <summary>The fixed label on every screen.</summary>
    public static string Label(this ComponentStatus status) => status switch
    {
        ComponentStatus.UnderMaintenance => "Under maintenance",
        ComponentStatus.DegradedPerformance => "Degraded performance",
        ComponentStatus.PartialOutage => "Partial outage",
        ComponentStatus.MajorOutage => "Major outage",
        _ => "Operational",
    };

    public static ComponentStatus Worse(ComponentStatus left, ComponentStatus right) => left >= right ? left : right;
}
