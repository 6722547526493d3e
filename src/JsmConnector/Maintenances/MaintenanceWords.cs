using JsmConnector.Incidents;
using JsmConnector.Platform.Html;

namespace JsmConnector.Maintenances;

/// <summary>Neutral sentences for what nobody wrote: component names and times, nothing else.</summary>
public static class MaintenanceWords
{
    public static string Title(IReadOnlyList<string> components) =>
        components.Count == 0 ? "Scheduled maintenance" : $"Scheduled maintenance of {PublicWords.List(components)}";

    public static string For(Maintenance maintenance, MaintenanceStage stage) => stage switch
    {
        MaintenanceStage.Scheduled => $"Planned from {Instants.Exact(maintenance.ScheduledFor)} to {Instants.Exact(maintenance.ScheduledUntil)}.",
        MaintenanceStage.InProgress => $"The maintenance has begun and is planned to end by {Instants.Exact(maintenance.ScheduledUntil)}.",
        MaintenanceStage.Verifying => "The work is done. We are checking that everything runs.",
        MaintenanceStage.Completed => "The maintenance is completed.",
        _ => "This maintenance will not take place as planned.",
    };
}
