using JsmConnector.Incidents;
using JsmConnector.Maintenances;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>An incident or a maintenance as a message tells it at one of its updates.</summary>
/// <param name="Shown">Name of the stage, as in JSON.</param>
/// <param name="Updates">Up to the one that is told, newest first.</param>
public sealed record ToldEntry(
    string PublicId, bool IsMaintenance, string Title, Stage Stage, string Shown, Severity Severity, string Words, DateTimeOffset SaidAt, DateTimeOffset? NextUpdateAt, int Number, int? CorrectionOf,
    bool IsNewStage, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<(string Id, string Name)> Components, IReadOnlyList<(string Id, string Stage, string Words, DateTimeOffset At)> Updates)
{
    /// <summary>Planned work has a window; null for incidents.</summary>
    public (DateTimeOffset From, DateTimeOffset Until)? Window { get; init; }

    /// <summary>Its stage as people call it: the format of <see cref="Shown"/> has no word for work that was called off. Null for incidents.</summary>
    public string? PlannedStage { get; init; }

    /// <param name="updates">Oldest first.</param>
    /// <returns>Null when the update is none of them.</returns>
    public static ToldEntry? Of(Incident incident, IReadOnlyList<IncidentUpdate> updates, Guid told)
    {
        if (updates.FirstOrDefault(update => update.Id.Value == told) is not { } update)
            return null;
        var before = updates.LastOrDefault(other => other.Number < update.Number);
        return new ToldEntry(
            incident.Id.Public(), false, incident.PublicTitle, update.Stage, Name(update.Stage), incident.WorstSeverity, update.CustomerWords, update.PublishedAt, update.NextUpdateAt, update.Number,
            updates.FirstOrDefault(other => other.Id == update.CorrectionOf)?.Number, before?.Stage != update.Stage, incident.StartedAt, update.Stage.IsOpen() ? null : incident.ResolvedAt ?? update.PublishedAt,
            [.. incident.Components.Select(component => (component.ComponentId.Public(), component.Name))],
            [.. updates.Where(other => other.Number <= update.Number).Reverse().Select(other => (other.Id.Public(), Name(other.Stage), other.CustomerWords, other.PublishedAt))]);
    }

    /// <param name="updates">Oldest first.</param>
    public static ToldEntry? Of(Maintenance maintenance, IReadOnlyList<MaintenanceUpdate> updates, Guid told, IReadOnlyList<(string Id, string Name)> components)
    {
        if (updates.FirstOrDefault(update => update.Id == told) is not { } update)
            return null;
        return new ToldEntry(
            Incidents.PublicId.Of(maintenance.Id.Value), true, maintenance.Title, update.Stage.IsOver() ? Incidents.Stage.Resolved : Incidents.Stage.Investigating, Name(update.Stage), Severity.Low, update.Words, update.PublishedAt,
            null, update.Number, null, true, maintenance.ScheduledFor, update.Stage.IsOver() ? maintenance.CompletedAt : null, components,
            [.. updates.Where(other => other.Number <= update.Number).Reverse().Select(other => (Incidents.PublicId.Of(other.Id), Name(other.Stage), other.Words, other.PublishedAt))])
        { Window = (maintenance.ScheduledFor, maintenance.ScheduledUntil), PlannedStage = update.Stage.Name() };
    }

    /// <summary>The format has no word for a withdrawal.</summary>
    private static string Name(Stage stage) => (stage == Incidents.Stage.Withdrawn ? Incidents.Stage.Resolved : stage).Name();

    private static string Name(MaintenanceStage stage) => (stage == MaintenanceStage.Cancelled ? MaintenanceStage.Completed : stage).Name();
}
