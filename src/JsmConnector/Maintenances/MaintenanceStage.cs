namespace JsmConnector.Maintenances;

/// <summary>Where a maintenance stands, in the words of the Statuspage v2 format.</summary>
public enum MaintenanceStage
{
    Scheduled,
    InProgress,
    Verifying,
    Completed,

    /// <summary>It will not take place; pages show it as completed, with words that say so.</summary>
    Cancelled,
}

public static class MaintenanceStages
{
    /// <summary>The name used in JSON.</summary>
    public static string Name(this MaintenanceStage stage) => stage switch
    {
        MaintenanceStage.Scheduled => "scheduled",
        MaintenanceStage.InProgress => "in_progress",
        MaintenanceStage.Verifying => "verifying",
        MaintenanceStage.Completed => "completed",
        _ => "cancelled",
    };

    public static bool IsOver(this MaintenanceStage stage) => stage is MaintenanceStage.Completed or MaintenanceStage.Cancelled;
}
