using JsmConnector.Installations;

namespace JsmConnector.Incidents;

/// <summary>What the words of a ticket mean for readers: by the rules of the site where one fits, else by the zero-configuration rules. Pure.</summary>
public static class Meaning
{
    private static readonly HashSet<string> WithdrawnResolutions =
        new(StringComparer.OrdinalIgnoreCase) { "Won't Do", "Won’t Do", "Declined", "Duplicate", "Cancelled", "Canceled" };

    private static readonly Dictionary<string, int> SeverityByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Highest"] = 1,
        ["Blocker"] = 1,
        ["Critical"] = 1,
        ["High"] = 2,
        ["Major"] = 2,
        ["Medium"] = 3,
        ["Low"] = 4,
        ["Lowest"] = 4,
        ["Minor"] = 4,
        ["Trivial"] = 4,
    };

    /// <param name="held">The stage we hold: what an unknown category leaves unchanged.</param>
    public static Ruled<Stage> StageOf(IssueSnapshot issue, Stage? held, SiteCatalog catalog)
    {
        if (Asked.Mapped(catalog.Rules.Stages, issue.StatusId, issue.StatusName, out var status) is { } stage)
            return new(Stages.Of(stage), $"rules.stages.{status}", $"the status {issue.StatusName ?? status} is mapped to {stage}");
        if (issue.StatusCategory == "done")
            return EndOf(issue, catalog);
        var (value, because) = issue.StatusCategory switch
        {
            "new" or "indeterminate" when string.Equals(issue.StatusName?.Trim(), "Monitoring", StringComparison.OrdinalIgnoreCase) => (Stage.Monitoring, "its status is named Monitoring"),
            "new" => (Stage.Investigating, "the category of its status is new"),
            "indeterminate" => (Stage.Identified, "the category of its status is indeterminate"),
            _ => (held ?? Stage.Investigating, $"the category of its status is {issue.StatusCategory ?? "unknown"}, which changes nothing"),
        };
        return new(value, Ruled<Stage>.Default, because);
    }

    private static Ruled<Stage> EndOf(IssueSnapshot issue, SiteCatalog catalog)
    {
        if (Asked.Mapped(catalog.Rules.Resolutions, issue.ResolutionId, issue.ResolutionName, out var resolution) is { } end)
            return new(Stages.Of(end), $"rules.resolutions.{resolution}", $"the resolution {issue.ResolutionName ?? resolution} is mapped to {end}");
        return issue.ResolutionName is { } name && WithdrawnResolutions.Contains(name.Trim())
            ? new(Stage.Withdrawn, Ruled<Stage>.Default, $"it was closed as {name}")
            : new(Stage.Resolved, Ruled<Stage>.Default, "the category of its status is done");
    }

    /// <summary>By rule, else by the priority's usual name, else by its position in the site's own list. A ticket without priority is of severity 3.</summary>
    public static Ruled<Severity> SeverityOf(IssueSnapshot issue, SiteCatalog catalog)
    {
        var rules = catalog.Rules;
        if (TestIncident.Is(issue))
            return new(Severity.Low, Ruled<Severity>.Default, "it is a test, which touches nothing");
        for (var index = 0; index < rules.Severity.Count; index++)
        {
            var rule = rules.Severity[index];
            if (Asked.Fits(rule.Projects, issue.ProjectKey) && FitsValue(rule.Priority, "priority") && FitsValue(rule.Impact, "impact") && FitsValue(rule.Urgency, "urgency")
                && Asked.Fits(rule.When, issue, rules.Fields))
                return new(new Severity(rule.Severity), $"rules.severity[{index}]", $"the rule number {index + 1} of the severities fits");
        }
        if (issue.PriorityName is { } name && SeverityByName.TryGetValue(name.Trim(), out var level))
            return new(new Severity(level), Ruled<Severity>.Default, $"its priority is {name}");
        for (var position = 0; position < catalog.PrioritiesByUrgency.Count; position++)
        {
            if (catalog.PrioritiesByUrgency[position] == issue.PriorityId)
                return new(new Severity(Math.Min(position + 1, 4)), Ruled<Severity>.Default, $"its priority stands at place {position + 1} of the site's list");
        }
        return new(Severity.Minor, Ruled<Severity>.Default, issue.PriorityId is null && issue.PriorityName is null ? "it has no priority" : "its priority is not known");

        bool FitsValue(string? wanted, string field) => wanted is null || Asked.Fits([wanted], [.. Asked.ValuesOf(field, issue, rules.Fields)]);
    }

    public static Ruled<string> ClassOf(IssueSnapshot issue, SiteCatalog catalog)
    {
        for (var index = 0; index < catalog.Rules.Classes.Count; index++)
        {
            var rule = catalog.Rules.Classes[index];
            if (Asked.Fits(rule.When, issue, catalog.Rules.Fields))
                return new(rule.Class, $"rules.classes[{index}]", $"the rule number {index + 1} of the classes fits");
        }
        return new(Outage, Ruled<string>.Default, "no rule of the classes fits");
    }

    public const string Outage = "outage";
}
