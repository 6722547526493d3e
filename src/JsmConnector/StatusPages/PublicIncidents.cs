using JsmConnector.Incidents;

namespace JsmConnector.StatusPages;

/// <summary>Pure: what of an incident may go to a status page.</summary>
public static class PublicIncidents
{
    /// <param name="updates">Oldest first.</param>
    public static PublicIncident Of(Incident incident, IReadOnlyList<IncidentUpdate> updates) => new()
    {
        Id = incident.Id,
        IssueId = incident.IssueId,
        IssueKey = incident.IssueKey,
        Title = incident.PublicTitle,
        // An incident that may no longer be public has said so with its last update.
        Stage = incident.Published ? incident.Stage : Stage.Withdrawn,
        WorstSeverity = incident.WorstSeverity,
        StartedAt = incident.StartedAt,
        ResolvedAt = incident.ResolvedAt,
        NextUpdateAt = incident.NextUpdateAt,
        IsTest = incident.IsTest,
        Components = [.. incident.Components.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new PublicComponent(c.ComponentId, c.Name, c.IsAffected))],
        Updates = [.. updates.Select(u => new PublicUpdate(u.Id, u.Stage, u.CustomerWords, u.PublishedAt, u.NextUpdateAt, u.CorrectionOf))],
    };
}
