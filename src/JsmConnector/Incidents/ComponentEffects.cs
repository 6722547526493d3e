using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

/// <summary>What an incident makes of a component: the first rule of the site that fits, else what its severity says. Pure.</summary>
public static class ComponentEffects
{
    public static Ruled<ComponentStatus> Of(Severity severity, string component, RuleSettings rules)
    {
        for (var index = 0; index < rules.Effects.Count; index++)
        {
            var rule = rules.Effects[index];
            if (rule.Severity == severity.Level && (rule.Components.Count == 0 || rule.Components.Any(name => Component.KeyOf(name) == Component.KeyOf(component))))
                return new(ComponentStatuses.Of(rule.State), $"rules.effects[{index}]", $"the rule number {index + 1} of the effects fits");
        }
        return new(severity.Effect, Ruled<ComponentStatus>.Default, $"its severity is {severity}");
    }

    /// <summary>By the key of the component's name, only where a rule says something else than the severity.</summary>
    public static IReadOnlyDictionary<string, ComponentStatus> Unusual(Severity severity, IReadOnlyList<string> components, RuleSettings rules) =>
        rules.Effects.Count == 0 ? Nothing : components.ToDictionary(Component.KeyOf, name => Of(severity, name, rules).Value)
            .Where(effect => effect.Value != severity.Effect).ToDictionary();

    public static IReadOnlyDictionary<string, ComponentStatus> Nothing { get; } = new Dictionary<string, ComponentStatus>();
}
