using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;

namespace JsmConnector.Postmortems.Facts;

/// <summary>Pure: from what was recorded to what can be said.</summary>
public static class GatherFacts
{
    public static PostmortemFacts From(IncidentRecord record)
    {
        var incident = record.Incident;
        var changes = TicketChange.Of(record.History);
        var stages = StageHistory.Of(record, changes);
        var severities = SeverityHistory.Of(record, changes);
        var timeline = MergeTimeline.Of(record, changes);
        var moments = FindMoments.Of(record, stages, timeline);
        var end = moments.Resolved?.Value ?? record.Now;
        return new PostmortemFacts
        {
            IssueKey = incident.IssueKey,
            IssueUrl = Links.Issue(record),
            Summary = incident.Summary,
            WrittenTitle = incident.WrittenTitle,
            TitleComponents = TitleComponents(incident),
            Class = incident.Class,
            WorstSeverity = incident.WorstSeverity.Level,
            WasPublic = incident.Published && record.Updates.Count > 0,
            Moments = moments,
            Reopenings = stages.Reopenings,
            StageChanges = stages.Changes,
            OpenFor = stages.OpenFor(end),
            HandOffs = PeopleInvolved.HandOffs(record, changes),
            SeverityTimes = SeverityHistory.Times(severities, stages, end),
            Responders = PeopleInvolved.Of(record, changes),
            Components = ComponentTimes.Of(record, changes, severities, stages, end),
            Voice = SpeakingInPublic.Of(record, timeline, end),
            PublicWords = [.. record.Updates.Select(update => new PublicWord(
                update.Id.Public(), update.PublishedAt, update.Stage, update.CustomerWords, update.NextUpdateAt, update.CorrectionOf is not null) { IsHolding = update.About == Subjects.Holding })],
            Timeline = timeline,
            Sent = Sendings.Of(record.Deliveries),
            Surroundings = record.Surroundings,
            Quotes = FindQuotes.In(timeline),
            Corrections = record.Corrections,
            MissingHistory = (record.History as TicketHistory.Missing)?.Why,
            GatheredAt = record.Now,
        };
    }

    /// <summary>At the end no component may be affected any more; the title then names those that were.</summary>
    private static IReadOnlyList<string> TitleComponents(Incident incident)
    {
        var affected = incident.Components.Where(component => component.IsAffected).ToList();
        return [.. (affected.Count > 0 ? affected : incident.Components).Select(component => component.Name)];
    }
}
