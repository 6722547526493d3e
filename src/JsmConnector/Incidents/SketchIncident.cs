using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents;

/// <summary>An incident that exists nowhere, with its first word: for whoever asks what would be said, and where. Never saved.</summary>
public static class SketchIncident
{
    public static Incident Of(InstallationId site, string issueId, IncidentState state, DateTimeOffset? nextUpdateAt)
    {
        var incident = new Incident
        {
            InstallationId = site,
            Id = new IncidentId(Guid.NewGuid()),
            IssueId = issueId,
            IssueKey = state.IssueKey,
            Stage = state.Stage,
            Severity = state.Severity,
            WorstSeverity = state.WorstSeverity,
            StartedAt = state.StartedAt,
            SnapshotAt = state.SnapshotAt,
        };
        incident.Take(state);
        incident.NextUpdateAt = nextUpdateAt;
        incident.Components.AddRange(state.Components.Select(name => new IncidentComponent { InstallationId = site, IncidentId = incident.Id, ComponentId = new ComponentId(Guid.NewGuid()), Name = name, RuledStatus = state.Effects.TryGetValue(Component.KeyOf(name), out var ruled) ? ruled : null }));
        return incident;
    }

    public static IncidentUpdate FirstUpdate(Incident incident, string words, DateTimeOffset now) => new()
    {
        InstallationId = incident.InstallationId,
        Id = new UpdateId(Guid.NewGuid()),
        IncidentId = incident.Id,
        Stage = incident.Stage,
        Severity = incident.Severity,
        Class = incident.Class,
        CustomerWords = words,
        PublishedAt = now,
        NextUpdateAt = incident.NextUpdateAt,
        About = incident.Stage.Name(),
        Number = 1,
    };
}
