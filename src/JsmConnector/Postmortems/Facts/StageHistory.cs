using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>
/// Which stage held when. Jira's changelog counts, with what people said beside it; without it, what was said in public.
/// A status whose category is not known leaves the stage as it was.
/// </summary>
public sealed class StageHistory
{
    private StageHistory(IReadOnlyList<Spell<Stage>> spells) => Spells = spells;

    public IReadOnlyList<Spell<Stage>> Spells { get; }

    /// <summary>The spells in which customers were waiting.</summary>
    public IEnumerable<Spell<Stage>> Open => Spells.Where(spell => spell.Value.IsOpen());

    public int Reopenings => Spells.Zip(Spells.Skip(1)).Count(pair => !pair.First.Value.IsOpen() && pair.Second.Value.IsOpen());

    public DateTimeOffset? First(Stage stage) => Spells.Where(spell => spell.Value == stage).Select(spell => (DateTimeOffset?)spell.From).FirstOrDefault();

    public DateTimeOffset? LastEnd => Spells.Where(spell => !spell.Value.IsOpen()).Select(spell => (DateTimeOffset?)spell.From).LastOrDefault();

    public static StageHistory Of(IncidentRecord record, IReadOnlyList<TicketChange> changes)
    {
        var incident = record.Incident;
        var said = record.Updates
            .Where(update => record.History is TicketHistory.Missing || update.Author is not null)
            .Select(update => (update.PublishedAt, update.Stage));
        var told = record.History is TicketHistory.Read read ? FromTicket(changes, read) : [];
        var all = told.Concat(said).ToList();
        if (!incident.Stage.IsOpen() && incident.ResolvedAt is { } end && !all.Any(change => change.Item2 == incident.Stage))
            all.Add((end, incident.Stage));
        return new StageHistory(Facts.Spells.Of(Stage.Investigating, incident.StartedAt, all));
    }

    private static IEnumerable<(DateTimeOffset, Stage)> FromTicket(IReadOnlyList<TicketChange> changes, TicketHistory.Read read)
    {
        var resolutions = changes.Where(change => change.Is("resolution")).ToLookup(change => change.At, change => change.Item.ToText);
        Stage? held = null;
        foreach (var change in changes.Where(change => change.Is("status")))
        {
            if (!read.Statuses.TryGetValue(change.Item.To ?? "", out var status))
                continue;
            held = Meaning.StageOf(Seen(change, status.Category, resolutions[change.At].FirstOrDefault()), held);
            yield return (change.At, held.Value);
        }
    }

    private static IssueSnapshot Seen(TicketChange change, string? category, string? resolution) => new()
    {
        IssueId = "",
        Key = "",
        TakenAt = change.At,
        StatusName = change.Item.ToText,
        StatusCategory = category,
        ResolutionName = resolution,
    };
}
