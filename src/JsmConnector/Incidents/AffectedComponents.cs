using JsmConnector.Installations;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

/// <summary>
/// Which components of the page a ticket touches. Its affected services count, or its Jira components when it has none; each stands for itself unless a rule
/// maps it, to none, one or many. Labels and values of the fields named in the settings count only when a rule maps them. Pure.
/// </summary>
public static class AffectedComponents
{
    public static Ruled<IReadOnlyList<string>> Of(IssueSnapshot issue, SiteCatalog catalog)
    {
        if (TestIncident.Is(issue))
            return new([], Ruled<string>.Default, "it is a test, which touches nothing");
        var rules = catalog.Rules;
        var used = new List<string>();
        var own = issue.AffectedServices.Count > 0 ? issue.AffectedServices.Select(name => ("service", name)) : issue.Components.Select(name => ("component", name));
        var byRuleOnly = rules.Components.Count == 0 ? [] : issue.Labels.Select(label => ("label", label))
            .Concat(rules.Fields.Components.SelectMany(field => issue.Fields.GetValueOrDefault(field) ?? []).Select(value => ("field", value)));
        var names = own.SelectMany(source => Mapped(source, rules.Components, used) ?? [source.Item2])
            .Concat(byRuleOnly.SelectMany(source => Mapped(source, rules.Components, used) ?? []));
        IReadOnlyList<string> found = [.. names.Select(name => name.Trim()).Where(name => name.Length > 0).DistinctBy(Component.KeyOf).OrderBy(name => name, StringComparer.OrdinalIgnoreCase)];
        var origin = issue.AffectedServices.Count > 0 ? "its affected services" : issue.Components.Count > 0 ? "its Jira components" : "it names no service and no component";
        return used.Count == 0 ? new(found, Ruled<string>.Default, origin) : new(found, string.Join(", ", used.Distinct()), $"{origin}, as the settings map them");
    }

    private static IReadOnlyList<string>? Mapped((string Kind, string Name) source, IReadOnlyList<ComponentRule> rules, List<string> used)
    {
        for (var index = 0; index < rules.Count; index++)
        {
            var rule = rules[index];
            if ((rule.Kind is not null && rule.Kind != source.Kind) || Component.KeyOf(rule.From) != Component.KeyOf(source.Name))
                continue;
            used.Add($"rules.components[{index}]");
            return rule.To;
        }
        return null;
    }
}
