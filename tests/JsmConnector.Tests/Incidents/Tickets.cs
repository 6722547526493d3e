using JsmConnector.Incidents;

namespace JsmConnector.Tests.Incidents;

/// <summary>Snapshots with sane defaults: an open incident on Email, as an ITSM project makes it.</summary>
internal static class Tickets
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 2, 30, TimeSpan.Zero);

    public static IssueSnapshot Incident(int minute = 0) => new()
    {
        IssueId = "10042",
        Key = "OPS-7",
        ProjectKey = "OPS",
        ProjectType = "service_desk",
        IssueTypeName = "[System] Incident",
        StatusName = "Open",
        StatusCategory = "new",
        PriorityName = "Highest",
        Summary = "mail-db-03 is on fire",
        AffectedServices = ["Email"],
        CreatedAt = Noon,
        TakenAt = Noon.AddMinutes(minute),
    };

    public static IssueSnapshot InProgress(this IssueSnapshot issue) => issue with { StatusName = "Work in progress", StatusCategory = "indeterminate" };

    public static IssueSnapshot Monitoring(this IssueSnapshot issue) => issue with { StatusName = "Monitoring", StatusCategory = "indeterminate" };

    public static IssueSnapshot Closed(this IssueSnapshot issue, string resolution = "Done") =>
        issue with { StatusName = "Resolved", StatusCategory = "done", ResolutionName = resolution, ResolvedAt = issue.TakenAt };
}
