using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>How long the incident was how grave, counted while it was open.</summary>
public static class SeverityHistory
{
    /// <returns>Empty when neither Jira nor a public word tells.</returns>
    public static IReadOnlyList<Spell<Severity>> Of(IncidentRecord record, IReadOnlyList<TicketChange> changes)
    {
        var start = FindMoments.Corrected(record, MomentKind.ImpactStarted)?.Value ?? record.Incident.StartedAt;
        if (record.History is TicketHistory.Read)
        {
            var priorities = changes.Where(change => change.Is("priority")).ToList();
            var first = priorities.Count == 0 ? record.Incident.Severity : Rated(record, priorities[0].Item.From, priorities[0].Item.FromText);
            return Spells.Of(first, start, priorities.Select(change => (change.At, Rated(record, change.Item.To, change.Item.ToText))));
        }
        return record.Updates.Count == 0
            ? []
            : Spells.Of(record.Updates[0].Severity, start, record.Updates.Select(update => (update.PublishedAt, update.Severity)));
    }

    public static IReadOnlyList<SeverityTime> Times(IReadOnlyList<Spell<Severity>> severities, StageHistory stages, DateTimeOffset end) =>
        [.. severities
            .GroupBy(spell => spell.Value.Level)
            .OrderBy(group => group.Key)
            .Select(group => new SeverityTime(group.Key, Sum(group.SelectMany(spell => stages.Open.Select(open => spell.Overlap(open, end))))))
            .Where(time => time.Length > TimeSpan.Zero)];

    internal static TimeSpan Sum(IEnumerable<TimeSpan> lengths) => lengths.Aggregate(TimeSpan.Zero, (sum, length) => sum + length);

    private static Severity Rated(IncidentRecord record, string? id, string? name) => Meaning.SeverityOf(
        new IssueSnapshot { IssueId = "", Key = "", TakenAt = record.Now, PriorityId = id, PriorityName = name }, record.Catalog).Value;
}
