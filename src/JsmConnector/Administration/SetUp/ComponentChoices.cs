using JsmConnector.Administration.Rules;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.SetUp;

/// <param name="Kind">service, component, label or field, as in the rules.</param>
public sealed record SourceInJira(string Kind, string Name)
{
    public string Text => $"{Kind}|{Name}";

    public static SourceInJira? Of(string? text) => text?.Split('|', 2) is [{ Length: > 0 } kind, { Length: > 0 } name] ? new SourceInJira(kind, name) : null;
}

/// <summary>What the services, components and labels of Jira are called on the page: one line of names each. Pure.</summary>
public static class ComponentChoices
{
    /// <summary>What it means now: a service or component stands for itself, anything else for nothing, until a rule says otherwise.</summary>
    public static IReadOnlyList<string> Of(RuleSettings rules, SourceInJira source) =>
        rules.Components.FirstOrDefault(rule => Fits(rule, source))?.To ?? (StandsForItself(source) ? [source.Name] : []);

    public static string Line(IReadOnlyList<string> names) => CellNames.Join(names);

    private static IReadOnlyList<string> Names(string line, IReadOnlyList<string> known) => [.. CellNames.Split(line, known).DistinctBy(Component.KeyOf)];

    public static RuleSettings With(RuleSettings rules, IEnumerable<(SourceInJira Source, string Line)> typed)
    {
        foreach (var (source, line) in typed)
        {
            var held = Of(rules, source);
            var wanted = Names(line, [source.Name, .. held]);
            if (wanted.SequenceEqual(held, StringComparer.Ordinal))
                continue;
            var others = rules.Components.Where(rule => !(rule.Kind == source.Kind && Fits(rule, source))).ToList();
            var isUsual = wanted.SequenceEqual(StandsForItself(source) ? [source.Name] : [], StringComparer.Ordinal) && !others.Exists(rule => Fits(rule, source));
            // The first that fits wins: one for this kind alone goes before one for every kind.
            rules = rules with { Components = isUsual ? others : [new ComponentRule { From = source.Name, Kind = source.Kind, To = wanted }, .. others] };
        }
        return rules;
    }

    private static bool StandsForItself(SourceInJira source) => source.Kind is "service" or "component";

    private static bool Fits(ComponentRule rule, SourceInJira source) => (rule.Kind is null || rule.Kind == source.Kind) && Component.KeyOf(rule.From) == Component.KeyOf(source.Name);
}
