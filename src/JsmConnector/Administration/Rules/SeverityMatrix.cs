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
        var severities = rules.Severity.ToList();
        var added = new List<SeverityRule>();
        foreach (var (impact, urgency, severity) in cells)
        {
            bool IsThis(SeverityRule rule) => IsCell(rule, project) && Same(rule.Impact!, impact) && Same(rule.Urgency!, urgency);
            var (at, written) = (severities.FindIndex(IsThis), severity is { } level ? new SeverityRule { Projects = project is null ? [] : [project], Impact = impact, Urgency = urgency, Severity = level } : null);
            if (at < 0 && written is not null)
                added.Add(written);
            else if (at >= 0 && written is not null)
                severities[at] = severities[at] with { Severity = written.Severity };
            else
                severities.RemoveAll(IsThis);
        }
        severities.InsertRange(PlaceOfNew(severities, project), added);
        return rules with { Severity = severities };
    }

    /// <summary>After the cells that there are; else where it overtakes nothing but what fits more tickets.</summary>
    private static int PlaceOfNew(List<SeverityRule> severities, string? project)
    {
        if (severities.FindLastIndex(rule => IsCell(rule, project)) is >= 0 and var last)
            return last + 1;
        var wider = project is null ? severities.FindIndex(IsByPriorityAlone) : severities.FindIndex(rule => IsCell(rule, null) || IsByPriorityAlone(rule));
        return wider < 0 ? severities.Count : Math.Max(wider, project is null ? severities.FindLastIndex(IsCellOfAnyProject) + 1 : 0);
    }

    private static bool IsByPriorityAlone(SeverityRule rule) => rule is { Projects.Count: 0, Impact: null, Urgency: null, When: null };

    private static bool IsCellOfAnyProject(SeverityRule rule) => rule.Projects.Count <= 1 && IsCell(rule, rule.Projects.Count == 0 ? null : rule.Projects[0]);

    private static bool IsCell(SeverityRule rule, string? project) => rule is { Impact: not null, Urgency: not null, Priority: null, When: null }
        && (project is null ? rule.Projects.Count == 0 : rule.Projects.Count == 1 && Same(rule.Projects[0], project));

    private static bool Same(string left, string right) => left.Trim().Equals(right.Trim(), StringComparison.OrdinalIgnoreCase);
}
