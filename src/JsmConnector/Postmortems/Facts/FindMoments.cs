using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>Pure: which moment happened when, by which source; a correction wins over every record.</summary>
public static class FindMoments
{
    /// <summary>Jira records what comes with the creation (an assignment by rule) a moment later: that is nobody's acknowledgement.</summary>
    public static readonly TimeSpan PartOfCreation = TimeSpan.FromSeconds(2);

    public static Moments Of(IncidentRecord record, StageHistory stages, IReadOnlyList<TimelineRow> timeline)
    {
        var created = new Fact<DateTimeOffset>(record.Incident.StartedAt, new Evidence("issue/created", Links.Issue(record)));
        var assumed = created with { From = created.From with { Certainty = Certainty.Assumed } };
        return new Moments
        {
            Created = created,
            ImpactStarted = Corrected(record, MomentKind.ImpactStarted) ?? assumed,
            Detected = Corrected(record, MomentKind.Detected) ?? (record.Surroundings.ReporterIsApp == true ? created : null),
            Acknowledged = Corrected(record, MomentKind.Acknowledged) ?? Acknowledged(timeline, record.Incident.StartedAt),
            Identified = Corrected(record, MomentKind.Identified) ?? stages.First(Stage.Identified),
            Mitigated = Corrected(record, MomentKind.Mitigated) ?? stages.First(Stage.Monitoring),
            FirstResolved = stages.First(Stage.Resolved),
            Resolved = Corrected(record, MomentKind.Resolved) ?? End(record, stages),
        };
    }

    public static Fact<DateTimeOffset>? Corrected(IncidentRecord record, MomentKind kind) =>
        record.Corrections.FirstOrDefault(correction => correction.Moment == kind) is { } known
            ? new Fact<DateTimeOffset>(known.At, new Evidence("correction", null, Certainty.Corrected))
            : null;

    /// <summary>Jira's history tells the end it had; a person who said so before the ticket was closed is heard.</summary>
    private static Fact<DateTimeOffset>? End(IncidentRecord record, StageHistory stages) => record.Incident.ResolvedAt is { } end && !(stages.LastEnd?.Value < end && record.History is TicketHistory.Read)
        ? new Fact<DateTimeOffset>(end, stages.LastEnd?.From ?? new Evidence("issue", Links.Issue(record)))
        : record.Incident.Stage.IsOpen() ? null : stages.LastEnd;

    private static Fact<DateTimeOffset>? Acknowledged(IReadOnlyList<TimelineRow> timeline, DateTimeOffset startedAt) => timeline
        .Where(row => row.Kind is "status" or "assignee" && row.At > startedAt + PartOfCreation && !row.Text.EndsWith("→ none", StringComparison.Ordinal))
        .Select(row => new Fact<DateTimeOffset>(row.At, new Evidence(row.Evidence, row.EvidenceUrl)))
        .FirstOrDefault();
}
