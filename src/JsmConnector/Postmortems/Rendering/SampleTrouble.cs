using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>A made-up incident: what a template is tried on before anything real is written with it.</summary>
public static class SampleTrouble
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 12, 12, 0, 0, TimeSpan.Zero);

    public static IncidentRecord Record(bool isPublic) => new()
    {
        Incident = new Incident
        {
            InstallationId = new InstallationId(Guid.Empty),
            Id = new IncidentId(Guid.Empty),
            IssueId = "1",
            IssueKey = "SAMPLE-1",
            Summary = "A sample",
            Stage = Stage.Resolved,
            Severity = Severity.Major,
            WorstSeverity = Severity.Major,
            StartedAt = Noon,
            ResolvedAt = Noon.AddHours(1),
            SnapshotAt = Noon,
            Published = isPublic,
        },
        History = new TicketHistory.Missing(WhyMissing.AppIsOff),
        SiteUrl = "https://example.atlassian.net",
        Now = Noon.AddHours(2),
    };
}
