using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.Rules;

/// <summary>Severities by impact and urgency, for one project or for all: the plain ones among the rules. A project's own come before those of every project. Pure.</summary>
public static class SeverityMatrix
{
    public static int? Of(RuleSettings rules, string? project, string impact, string urgency) => rules.Severity.FirstOrDefault(rule => IsCell(rule, project) && Same(rule.Impact!, impact) && Same(rule.Urgency!, urgency))?.Severity;

    /// <summary>Projects that have a matrix of their own.</summary>
    public static IReadOnlyList<string> Projects(RuleSettings rules) => [.. rules.Severity.Where(rule => rule.Projects.Count == 1 && IsCell(rule, rule.Projects[0])).Select(rule => rule.Projects[0]).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <param name="cells">What was on the screen; a cell without a severity takes its rule away.</param>
    public static RuleSettings With(RuleSettings rules, string? project, IReadOnlyList<(string Impact, string Urgency, int? Severity)> cells)
    {
        // The first rule that fits wins, so what nobody changed keeps its place.
        if (cells.All(cell => Of(rules, project, cell.Impact, cell.Urgency) == cell.Severity))
            return rules;
        var others = rules.Severity.Where(rule => !IsCell(rule, project) || !cells.Any(cell => Same(rule.Impact!, cell.Impact) && Same(rule.Urgency!, cell.Urgency))).ToList();
        var written = cells.Where(cell => cell.Severity is not null).Select(cell => new SeverityRule { Projects = project is null ? [] : [project], Impact = cell.Impact, Urgency = cell.Urgency, Severity = cell.Severity!.Value });
        var at = project is null ? others.FindLastIndex(IsCellOfAnyProject) + 1 : others.FindIndex(rule => IsCell(rule, null));
        others.InsertRange(at < 0 ? 0 : at, written);
        return rules with { Severity = others };
    }

    private static bool IsCellOfAnyProject(SeverityRule rule) => rule.Projects.Count <= 1 && IsCell(rule, rule.Projects.Count == 0 ? null : rule.Projects[0]);

    private static bool IsCell(SeverityRule rule, string? project) => rule is { Impact: not null, Urgency: not null, Priority: null, When: null }
        && (project is null ? rule.Projects.Count == 0 : rule.Projects.Count == 1 && Same(rule.Projects[0], project));

    private static bool Same(string left, string right) => left.Trim().Equals(right.Trim(), StringComparison.OrdinalIgnoreCase);
}
