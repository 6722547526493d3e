using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>Pure: from what was recorded to what can be said.</summary>
public static class GatherFacts
{
    /// <summary>Jira records what comes with the creation (an assignment by rule) a moment later: that is nobody's acknowledgement.</summary>
    private static readonly TimeSpan PartOfCreation = TimeSpan.FromSeconds(2);

    public static PostmortemFacts From(IncidentRecord record)
    {
        var incident = record.Incident;
        var changes = TicketChange.Of(record.History);
        var stages = StageHistory.Of(record, changes);
        var severities = SeverityHistory.Of(record, changes);
        var end = incident.ResolvedAt ?? record.Now;
        var timeline = MergeTimeline.Of(record, changes);
        return new PostmortemFacts
        {
            IssueKey = incident.IssueKey,
            IssueUrl = Links.Issue(record),
            Summary = incident.Summary,
            PublicTitle = PublicTitle(incident),
            Class = incident.Class,
            WorstSeverity = incident.WorstSeverity.Level,
            WasPublic = incident.Published && record.Updates.Count > 0,
            Moments = new Moments(
                incident.StartedAt, Acknowledged(timeline, incident.StartedAt), stages.First(Stage.Identified), stages.First(Stage.Monitoring),
                stages.First(Stage.Resolved), incident.ResolvedAt ?? stages.LastEnd),
            Reopenings = stages.Reopenings,
            HandOffs = PeopleInvolved.HandOffs(record, changes),
            SeverityTimes = SeverityHistory.Times(severities, stages, end),
            Responders = PeopleInvolved.Of(record, changes),
            Components = ComponentTimes.Of(record, changes, severities, stages, end),
            Voice = SpeakingInPublic.Of(record.Updates, incident.StartedAt, end, record.Now),
            PublicWords = [.. record.Updates.Select(update => new PublicWord(
                update.Id.Public(), update.PublishedAt, update.Stage, update.CustomerWords, update.NextUpdateAt, update.CorrectionOf is not null))],
            Timeline = timeline,
            Sent = Sendings.Of(record.Deliveries),
            Gaps = record.History is TicketHistory.Missing(var because)
                ? [$"Jira's own history of the ticket is missing, because {because}. What follows rests on what Jira told the app while it happened; hand-offs and changes the app did not hear of are not recorded."]
                : [],
            GatheredAt = record.Now,
        };
    }

    /// <summary>At the end no component may be affected any more; the title then names those that were.</summary>
    private static string PublicTitle(Incident incident) => incident.WrittenTitle is not null || incident.Components.Any(component => component.IsAffected)
        ? incident.PublicTitle
        : Incidents.PublicWords.Title([.. incident.Components.Select(component => component.Name)]);

    private static DateTimeOffset? Acknowledged(IReadOnlyList<TimelineRow> timeline, DateTimeOffset startedAt) => timeline
        .Where(row => row.Kind is "status" or "assignee" && row.At > startedAt + PartOfCreation && !row.Text.EndsWith("→ none", StringComparison.Ordinal))
        .Select(row => (DateTimeOffset?)row.At)
        .FirstOrDefault();
}
