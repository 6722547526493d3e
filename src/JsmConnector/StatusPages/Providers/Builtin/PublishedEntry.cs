using JsmConnector.Incidents;
using JsmConnector.Maintenances;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>What an incident or a maintenance looks like in the published tables; both live in the same rows, as they do in the Statuspage format.</summary>
/// <param name="ResolvedAt">Null while open, or when nobody knows when it ended.</param>
/// <param name="Updates">Oldest first.</param>
public sealed record PublishedEntry(
    string Id, string Title, string Stage, string Impact, bool Ended, DateTimeOffset StartedAt, DateTimeOffset? MonitoringAt, DateTimeOffset? ResolvedAt, DateTimeOffset? NextUpdateAt,
    IReadOnlyList<string> ComponentIds, (DateTimeOffset From, DateTimeOffset Until)? Window, IReadOnlyList<PublishedWords> Updates)
{
    public static PublishedEntry Of(PublicIncident incident)
    {
        var stage = incident.Stage == Incidents.Stage.Withdrawn ? Incidents.Stage.Resolved : incident.Stage;
        return new PublishedEntry(
            incident.Id.Public(), incident.Title, stage.Name(), incident.WorstSeverity.Impact, !stage.IsOpen(), incident.StartedAt,
            incident.Updates.LastOrDefault(update => update.Stage == Incidents.Stage.Monitoring)?.PublishedAt,
            stage.IsOpen() ? null : incident.ResolvedAt, stage.IsOpen() ? incident.NextUpdateAt : null,
            [.. incident.Components.Select(component => component.Id.Public())], null,
            [.. incident.Updates.Select(u => new PublishedWords(
                u.Id.Public(), (u.Stage == Incidents.Stage.Withdrawn ? Incidents.Stage.Resolved : u.Stage).Name(), u.Words, u.PublishedAt, u.NextUpdateAt, u.CorrectionOf is not null))]);
    }

    public static PublishedEntry Of(PublicMaintenance planned)
    {
        var row = planned.Maintenance;
        return new PublishedEntry(
            PublicId.Of(row.Id.Value), row.Title, Shown(row.Stage), "maintenance", row.Stage.IsOver(), row.StartedAt ?? row.ScheduledFor, null,
            row.CompletedAt, null, [.. row.ComponentIds.Select(PublicId.Of)], (row.ScheduledFor, row.ScheduledUntil),
            [.. planned.Updates.Select(u => new PublishedWords(PublicId.Of(u.Id), Shown(u.Stage), u.Words, u.PublishedAt, null, false))]);
    }

    /// <summary>The format has no word for cancelled.</summary>
    private static string Shown(MaintenanceStage stage) => (stage == MaintenanceStage.Cancelled ? MaintenanceStage.Completed : stage).Name();
}

public sealed record PublishedWords(string Id, string Stage, string Words, DateTimeOffset DisplayAt, DateTimeOffset? NextUpdateAt, bool IsCorrection);
