using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>Which component was affected how badly and how long. Additions and removals are read from the changelog; where it tells no removal, the rest is not recorded.</summary>
public static class ComponentTimes
{
    public static IReadOnlyList<ComponentImpact> Of(
        IncidentRecord record, IReadOnlyList<TicketChange> changes, IReadOnlyList<Spell<Severity>> severities, StageHistory stages, DateTimeOffset end)
    {
        List<string> known = [.. record.Incident.Components.Select(component => component.Name).Concat(record.Catalog.Rules.Components.Select(rule => rule.From))];
        List<Told> told = [.. changes.Where(change => TellsComponents(change, record)).Select(change => new Told(
            change.At, Keys(change.Item.FromText, change.Item.From, known), Keys(change.Item.ToText, change.Item.To, known)))];
        return [.. record.Incident.Components
            .OrderBy(component => component.Name, StringComparer.OrdinalIgnoreCase)
            .Select(component => Impact(component, Affected(component, stages.Spells[0].From, told), severities, stages, end))];
    }

    /// <summary>Keys of the components that a change found and left.</summary>
    private sealed record Told(DateTimeOffset At, IReadOnlySet<string> Before, IReadOnlySet<string> After);

    private static HashSet<string> Keys(string? text, string? ids, IReadOnlyCollection<string> known) => [.. NamesOfChange.Of(text, ids, known).Select(Component.KeyOf)];

    private static ComponentImpact Impact(
        IncidentComponent component, IReadOnlyList<Spell<bool>> affected, IReadOnlyList<Spell<Severity>> severities, StageHistory stages, DateTimeOffset end)
    {
        var isToldToTheEnd = affected.Count > 0 && affected[^1].Value == component.IsAffected;
        if (!isToldToTheEnd || severities.Count == 0)
            return new ComponentImpact(component.Name, null, null);
        var hit = affected.Where(spell => spell.Value).ToList();
        var parts = hit.SelectMany(spell => stages.Open.Select(open => (From: spell, Open: open, Length: spell.Overlap(open, end)))).ToList();
        var grave = severities.Where(severity => hit.Any(spell => severity.Overlap(spell, end) > TimeSpan.Zero)).Select(severity => severity.Value.Effect).ToList();
        return new ComponentImpact(
            component.Name,
            grave.Count == 0 ? null : grave.Aggregate(ComponentStatuses.Worse),
            SeverityHistory.Sum(parts.Select(part => part.Length)));
    }

    private static IReadOnlyList<Spell<bool>> Affected(IncidentComponent component, DateTimeOffset start, IReadOnlyList<Told> changes)
    {
        var key = Component.KeyOf(component.Name);
        var told = changes
            .Select(change => (change.At, Added: change.After.Contains(key), Removed: change.Before.Contains(key)))
            .Where(change => change.Added != change.Removed)
            .ToList();
        var atStart = told.Count == 0 ? component.IsAffected : !told[0].Added;
        // Let go of, and nothing says when: not known from the start on.
        return told.Count == 0 && !component.IsAffected ? [] : Spells.Of(atStart, start, told.Select(change => (change.At, change.Added)));
    }

    /// <summary>Components of the project, and services of the service graph, whose field has another id on every site.</summary>
    private static bool TellsComponents(TicketChange change, IncidentRecord record) =>
        change.Is("components") || change.Is("component") || record.Catalog.AffectedServiceFields.Contains(change.Field, StringComparer.OrdinalIgnoreCase);
}
