using JsmConnector.Installations;

namespace JsmConnector.Incidents;

/// <summary>What the words of a ticket mean for readers, by the zero-configuration rules.</summary>
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
    public static Stage StageOf(IssueSnapshot issue, Stage? held) => issue.StatusCategory switch
    {
        "done" => issue.ResolutionName is { } resolution && WithdrawnResolutions.Contains(resolution.Trim()) ? Stage.Withdrawn : Stage.Resolved,
        "new" or "indeterminate" when string.Equals(issue.StatusName?.Trim(), "Monitoring", StringComparison.OrdinalIgnoreCase) => Stage.Monitoring,
        "new" => Stage.Investigating,
        "indeterminate" => Stage.Identified,
        _ => held ?? Stage.Investigating,
    };

    /// <summary>By the priority's usual name, else by its position in the site's own list. A ticket without priority is of severity 3.</summary>
    public static Severity SeverityOf(IssueSnapshot issue, SiteCatalog catalog)
    {
        if (issue.PriorityName is { } name && SeverityByName.TryGetValue(name.Trim(), out var level))
            return new Severity(level);
        for (var position = 0; position < catalog.PrioritiesByUrgency.Count; position++)
        {
            if (catalog.PrioritiesByUrgency[position] == issue.PriorityId)
                return new Severity(Math.Min(position + 1, 4));
        }
        return Severity.Minor;
    }

    public static IReadOnlyList<string> ComponentsOf(IssueSnapshot issue) =>
        [.. (issue.AffectedServices.Count > 0 ? issue.AffectedServices : issue.Components)
            .Select(name => name.Trim())
            .Where(name => name.Length > 0)
            .DistinctBy(Component.KeyOf)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)];
}
