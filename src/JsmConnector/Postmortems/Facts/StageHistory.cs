using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>
/// Which stage held when. Jira's changelog counts, with what people said beside it; without it, what was said in public.
/// A status whose category is not known leaves the stage as it was.
/// </summary>
public sealed class StageHistory
{
    private readonly IReadOnlyDictionary<DateTimeOffset, Evidence> _evidence;

    private StageHistory(IReadOnlyList<Spell<Stage>> spells, IReadOnlyDictionary<DateTimeOffset, Evidence> evidence) => (Spells, _evidence) = (spells, evidence);

    public IReadOnlyList<Spell<Stage>> Spells { get; }

    /// <summary>The spells in which customers were waiting.</summary>
    public IEnumerable<Spell<Stage>> Open => Spells.Where(spell => spell.Value.IsOpen());

    public IReadOnlyList<Fact<DateTimeOffset>> Reopenings =>
        [.. Spells.Zip(Spells.Skip(1)).Where(pair => !pair.First.Value.IsOpen() && pair.Second.Value.IsOpen()).Select(pair => Known(pair.Second.From))];

    public IReadOnlyList<StageChange> Changes => [.. Spells.Skip(1).Select(spell => new StageChange(spell.Value, Known(spell.From)))];

    public TimeSpan OpenFor(DateTimeOffset end) => Open.Aggregate(TimeSpan.Zero, (sum, spell) => sum + spell.Overlap(spell, end));

    public Fact<DateTimeOffset>? First(Stage stage) =>
        Spells.Skip(1).Where(spell => spell.Value == stage).Select(spell => Known(spell.From)).FirstOrDefault();

    public Fact<DateTimeOffset>? LastEnd => Spells.Where(spell => !spell.Value.IsOpen()).Select(spell => Known(spell.From)).LastOrDefault();

    public static StageHistory Of(IncidentRecord record, IReadOnlyList<TicketChange> changes)
    {
        var incident = record.Incident;
        var said = record.Updates
            .Where(update => record.History is TicketHistory.Missing || update.Author is not null)
            .Select(update => new Told(update.PublishedAt, update.Stage, new Evidence($"update/{update.Id.Public()}", Links.Update(record))));
        var told = record.History is TicketHistory.Read read ? FromTicket(record, changes, read) : [];
        var all = told.Concat(said).OrderBy(change => change.At).ToList();
        if (!incident.Stage.IsOpen() && incident.ResolvedAt is { } end && !all.Any(change => change.Stage == incident.Stage))
            all.Add(new Told(end, incident.Stage, new Evidence("issue", Links.Issue(record))));
        Correct(all, record);
        var start = FindMoments.Corrected(record, MomentKind.ImpactStarted)?.Value ?? incident.StartedAt;
        return new StageHistory(
            Facts.Spells.Of(Stage.Investigating, start, all.Select(change => (change.At, change.Stage))),
            all.GroupBy(change => change.At).ToDictionary(group => group.Key, group => group.First().Evidence));
    }

    private sealed record Told(DateTimeOffset At, Stage Stage, Evidence Evidence);

    private Fact<DateTimeOffset> Known(DateTimeOffset at) => new(at, _evidence.GetValueOrDefault(at) ?? new Evidence("issue", null));

    /// <summary>A corrected moment takes the place of what the ticket told: of the first of its kind, for the end of the last.</summary>
    private static void Correct(List<Told> all, IncidentRecord record)
    {
        Move(all, record, MomentKind.Identified, all.FindIndex(change => change.Stage == Stage.Identified), Stage.Identified);
        Move(all, record, MomentKind.Mitigated, all.FindIndex(change => change.Stage == Stage.Monitoring), Stage.Monitoring);
        Move(all, record, MomentKind.Resolved, all.FindLastIndex(change => change.Stage == Stage.Resolved), Stage.Resolved);
    }

    private static void Move(List<Told> all, IncidentRecord record, MomentKind kind, int index, Stage stage)
    {
        if (FindMoments.Corrected(record, kind) is not { } known)
            return;
        if (index >= 0)
            all.RemoveAt(index);
        all.Add(new Told(known.Value, stage, known.From));
    }

    private static IEnumerable<Told> FromTicket(IncidentRecord record, IReadOnlyList<TicketChange> changes, TicketHistory.Read read)
    {
        var resolutions = changes.Where(change => change.Is("resolution")).ToLookup(change => change.At, change => change.Item.ToText);
        Stage? held = null;
        foreach (var change in changes.Where(change => change.Is("status")))
        {
            if (!read.Statuses.TryGetValue(change.Item.To ?? "", out var status))
                continue;
            held = Meaning.StageOf(Seen(change, status.Category, resolutions[change.At].FirstOrDefault()), held, record.Catalog).Value;
            yield return new Told(change.At, held.Value, new Evidence(change.Key, Links.History(record)));
        }
    }

    private static IssueSnapshot Seen(TicketChange change, string? category, string? resolution) => new()
    {
        IssueId = "",
        Key = "",
        TakenAt = change.At,
        StatusId = change.Item.To,
        StatusName = change.Item.ToText,
        StatusCategory = category,
        ResolutionName = resolution,
    };
}
