using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>First word, silences and promises, from the public words alone; the first internal word from the comments of the team.</summary>
public static class SpeakingInPublic
{
    /// <param name="timeline">For the first internal word.</param>
    /// <param name="end">When the incident ended; now, while it is open.</param>
    public static PublicVoice Of(IncidentRecord record, IReadOnlyList<TimelineRow> timeline, DateTimeOffset end)
    {
        var updates = record.Updates;
        var first = updates.Count == 0 ? null : new Fact<DateTimeOffset>(updates[0].PublishedAt, EvidenceOf(record, updates[0]));
        var promises = updates
            .Select((update, index) => (update.NextUpdateAt, Next: index + 1 < updates.Count ? updates[index + 1].PublishedAt : (DateTimeOffset?)null))
            .Where(promise => promise.NextUpdateAt is { } at && (promise.Next is not null || PromisePolicy.Late(at, record.Now) is not null))
            .ToList();
        return new PublicVoice(
            timeline.Where(row => row is { Kind: "comment", Visibility: Visibility.Internal }).Select(row => new Fact<DateTimeOffset>(row.At, new Evidence(row.Evidence, row.EvidenceUrl))).FirstOrDefault(),
            first,
            first is null || first.Value < record.Incident.StartedAt ? null : first.Value - record.Incident.StartedAt,
            LongestSilence(record, end),
            promises.Count,
            promises.Count(promise => promise.Next is { } next && PromisePolicy.Late(promise.NextUpdateAt, next) is null));
    }

    private static Fact<TimeSpan>? LongestSilence(IncidentRecord record, DateTimeOffset end)
    {
        var updates = record.Updates;
        return updates
            .Select((update, index) => (update, Until: index + 1 < updates.Count ? updates[index + 1].PublishedAt : end))
            .Where(silence => silence.update.Stage.IsOpen() && silence.Until > silence.update.PublishedAt)
            .Select(silence => new Fact<TimeSpan>(silence.Until - silence.update.PublishedAt, EvidenceOf(record, silence.update)))
            .MaxBy(silence => silence.Value);
    }

    private static Evidence EvidenceOf(IncidentRecord record, IncidentUpdate update) => new($"update/{update.Id.Public()}", Links.Update(record));
}
