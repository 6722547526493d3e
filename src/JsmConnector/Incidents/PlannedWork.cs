using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;

namespace JsmConnector.Incidents;

/// <summary>Is this ticket a change that pages announce as maintenance, and when is the work? By the rules of the site only; pure.</summary>
public abstract record PlannedWork
{
    private PlannedWork() { }

    /// <param name="End">Null while it is planned or under way; else resolved or withdrawn.</param>
    public sealed record Planned(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string> Components, Stage? End) : PlannedWork;

    public sealed record None : PlannedWork;

    /// <summary>Path of the rule in the settings, or `default`.</summary>
    public required string By { get; init; }
    public required string Because { get; init; }

    public static PlannedWork Of(IssueSnapshot issue, SiteCatalog catalog)
    {
        var rules = catalog.Rules;
        for (var index = 0; index < rules.PlannedWork.Count; index++)
        {
            var rule = rules.PlannedWork[index];
            if (Asked.Fits(issue, rules.Fields, rule.Projects, rule.IssueTypes, rule.RequestTypes, rule.When))
                return Under(rule, $"rules.plannedWork[{index}]", issue, catalog);
        }
        return new None { By = rules.PlannedWork.Count == 0 ? Ruled<bool>.Default : "rules.plannedWork", Because = $"none of the {rules.PlannedWork.Count} rules for planned work fits" };
    }

    private static PlannedWork Under(PlannedWorkRule rule, string by, IssueSnapshot issue, SiteCatalog catalog)
    {
        if (issue.HasSecurityLevel)
            return new None { By = by, Because = "it has a security level" };
        if (TimeIn(rule.Start, issue) is not { } from)
            return new None { By = by, Because = $"the field {rule.Start} holds no date" };
        if (TimeIn(rule.End, issue) is not { } until)
            return new None { By = by, Because = $"the field {rule.End} holds no date" };
        if (until <= from)
            return new None { By = by, Because = "the work ends before it begins" };
        var stage = Meaning.StageOf(issue, null, catalog).Value;
        return new Planned(from, until, AffectedComponents.Of(issue, catalog).Value, stage.IsOpen() ? null : stage) { By = by, Because = "it fits, and its fields hold the window" };
    }

    private static DateTimeOffset? TimeIn(string field, IssueSnapshot issue) => issue.Fields.GetValueOrDefault(field) is [var first, ..] ? JiraTime.Read(first) : null;
}
