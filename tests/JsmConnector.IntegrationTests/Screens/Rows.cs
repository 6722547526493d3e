using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;

namespace JsmConnector.IntegrationTests.Screens;

/// <summary>Rows with sane defaults.</summary>
public static class Rows
{
    private static int _next = 10_000;

    public static Incident Incident(InstallationId site, Stage stage = Stage.Investigating)
    {
        var number = Interlocked.Increment(ref _next);
        var id = IncidentId.New(TimeProvider.System);
        return new Incident
        {
            InstallationId = site,
            Id = id,
            IssueId = $"{number}",
            IssueKey = $"OPS-{number}",
            Summary = "Internal: the mail server of customer X is down",
            WrittenTitle = $"Problem {number}",
            Stage = stage,
            Severity = Severity.Major,
            WorstSeverity = Severity.Major,
            StartedAt = Now.AddMinutes(-40),
            SnapshotAt = Now,
            NextUpdateAt = stage.IsOpen() ? Now.AddMinutes(22) : null,
            Published = true,
        };
    }

    public static IncidentUpdate Update(Incident incident, int number, string words, DateTimeOffset? at = null) => new()
    {
        InstallationId = incident.InstallationId,
        Id = UpdateId.New(TimeProvider.System),
        IncidentId = incident.Id,
        Stage = incident.Stage,
        Severity = incident.Severity,
        CustomerWords = words,
        PublishedAt = at ?? Now,
        Number = number,
    };

    public static Delivery Delivery(Incident incident, DeliveryState state, string? reason = null) => new()
    {
        InstallationId = incident.InstallationId,
        Id = DeliveryId.New(TimeProvider.System),
        IncidentId = incident.Id.Value,
        Audience = "customers",
        Channel = "statuspage",
        Destination = "sp",
        Lane = "statuspage:sp",
        State = state,
        Reason = reason,
        Attempts = 3,
        DueAt = Now,
        CreatedAt = Now,
        FinishedAt = state is DeliveryState.Queued ? null : Now,
    };

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
