using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.SetUp;

/// <summary>A priority, status or resolution of the site.</summary>
public sealed record NamedInJira(string Id, string Name, string? Category = null);

/// <summary>What priorities, statuses and resolutions mean, one choice each. Rules that ask for more than a priority are kept, before these. Pure.</summary>
public static class MeaningChoices
{
    /// <returns>Null: the usual meaning.</returns>
    public static int? SeverityOf(RuleSettings rules, NamedInJira priority) => rules.Severity.FirstOrDefault(rule => IsOf(rule, priority))?.Severity;

    public static IReadOnlyList<SeverityRule> Kept(RuleSettings rules) => [.. rules.Severity.Where(rule => !IsPlain(rule))];

    public static RuleSettings With(RuleSettings rules, IEnumerable<(NamedInJira Priority, int? Severity)> chosen)
    {
        var all = chosen.ToList();
        // The first rule that fits wins, so what nobody changed keeps its place.
        if (all.TrueForAll(choice => SeverityOf(rules, choice.Priority) == choice.Severity))
            return rules;
        var others = rules.Severity.Where(rule => !IsPlain(rule) || !all.Exists(choice => IsOf(rule, choice.Priority)));
        return rules with { Severity = [.. others, .. all.Where(choice => choice.Severity is not null).Select(choice => new SeverityRule { Priority = choice.Priority.Id, Severity = choice.Severity!.Value })] };
    }

    public static string? Mapped(IReadOnlyDictionary<string, string> map, NamedInJira thing) => map.FirstOrDefault(entry => Is(entry.Key, thing)).Value;

    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> map, IEnumerable<(NamedInJira Thing, string? Meaning)> chosen)
    {
        var all = chosen.ToList();
        var after = map.Where(entry => !all.Exists(choice => Is(entry.Key, choice.Thing))).ToDictionary();
        foreach (var (thing, meaning) in all.Where(choice => choice.Meaning is not null))
            after[thing.Id] = meaning!;
        return after;
    }

    /// <summary>The meaning without a setting, for people.</summary>
    public static Stage UsualStage(NamedInJira status) =>
        Meaning.StageOf(Asked with { StatusId = null, StatusName = status.Name, StatusCategory = status.Category }, null, Installations.SiteCatalog.Empty).Value;

    public static Stage UsualEnd(NamedInJira resolution) =>
        Meaning.StageOf(Asked with { StatusCategory = "done", ResolutionName = resolution.Name }, null, Installations.SiteCatalog.Empty).Value;

    public static int UsualSeverity(NamedInJira priority, IReadOnlyList<NamedInJira> all) =>
        Meaning.SeverityOf(Asked with { PriorityId = priority.Id, PriorityName = priority.Name }, Installations.SiteCatalog.Empty with { PrioritiesByUrgency = [.. all.Select(each => each.Id)] }).Value.Level;

    private static IssueSnapshot Asked { get; } = new() { IssueId = "0", Key = "X-0", TakenAt = DateTimeOffset.UnixEpoch };

    private static bool IsPlain(SeverityRule rule) => rule is { Projects.Count: 0, Impact: null, Urgency: null, When: null, Priority: not null };

    private static bool IsOf(SeverityRule rule, NamedInJira priority) => IsPlain(rule) && Is(rule.Priority!, priority);

    private static bool Is(string idOrName, NamedInJira thing) => idOrName.Trim() == thing.Id || idOrName.Trim().Equals(thing.Name.Trim(), StringComparison.OrdinalIgnoreCase);
}
