using JsmConnector.Installations;

namespace JsmConnector.Incidents;

/// <summary>
/// Is this ticket an incident? Without settings: its type is `Incident` or `[System] Incident`, or its request type belongs to the
/// incident practice, in a service project. The answer always carries the reason, for the administrator and the panel.
/// </summary>
public abstract record Recognition
{
    private Recognition() { }

    public sealed record Incident(string Because) : Recognition;

    public sealed record NotAnIncident(string Because) : Recognition;

    /// <summary>Path of the rule in the settings that decided, or `default`.</summary>
    public string By { get; private init; } = Ruled<bool>.Default;

    private static readonly HashSet<string> IncidentTypes = new(StringComparer.OrdinalIgnoreCase) { "Incident", "[System] Incident" };

    /// <summary>Projects of Jira Service Management, by the type that Jira names.</summary>
    public static bool IsServiceProject(string? type) => type is "service_desk" or "customer_service";

    /// <summary>Excluded labels first, then the first rule that fits. Without rules of its own, a site has the default.</summary>
    public static Recognition Of(IssueSnapshot issue, SiteCatalog catalog)
    {
        var rules = catalog.Rules;
        if (issue.Labels.FirstOrDefault(label => rules.ExcludedLabels.Contains(label, StringComparer.OrdinalIgnoreCase)) is { } excluded)
            return new NotAnIncident($"its label {excluded} is excluded") { By = "rules.excludedLabels" };
        for (var index = 0; index < rules.Incidents.Count; index++)
        {
            var rule = rules.Incidents[index];
            if (!Asked.Fits(issue, rules.Fields, rule.Projects, rule.IssueTypes, rule.RequestTypes, rule.When))
                continue;
            var (by, because) = ($"rules.incidents[{index}]", $"the rule {rule.Name ?? $"number {index + 1}"} fits");
            return rule.IsIncident ? new Incident(because) { By = by } : new NotAnIncident(because) { By = by };
        }
        return rules.Incidents.Any(rule => rule.IsIncident)
            ? new NotAnIncident($"none of the {rules.Incidents.Count} rules fits") { By = "rules.incidents" }
            : WithoutRules(issue, catalog);
    }

    private static Recognition WithoutRules(IssueSnapshot issue, SiteCatalog catalog)
    {
        if (!IsServiceProject(issue.ProjectType))
            return new NotAnIncident($"the project {issue.ProjectKey ?? "(unknown)"} is not a service project (its type is {issue.ProjectType ?? "unknown"})");
        if (issue.IssueTypeName is { } type && IncidentTypes.Contains(type.Trim()))
            return new Incident($"its type is {type}");
        if (issue.RequestTypePractice is { } practice && IncidentPractice.Is(practice))
            return new Incident($"its request type belongs to the practice {practice}");
        if (issue.RequestTypeId is { } requestType && catalog.IncidentRequestTypes.Contains(requestType))
            return new Incident($"its request type {requestType} belongs to the incident practice");
        return new NotAnIncident($"its type is {issue.IssueTypeName ?? "unknown"}, and its request type does not belong to the incident practice");
    }
}
