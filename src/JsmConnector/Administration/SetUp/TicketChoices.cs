using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.SetUp;

/// <param name="Project">Key; null for a request type, whose id is the only one of the site.</param>
public sealed record TicketChoice(string? Project, string Id)
{
    public string Text => Project is null ? $"request|{Id}" : $"type|{Id}|{Project}";

    public static TicketChoice? Of(string? text) => text?.Split('|', 3) switch
    {
        ["request", { Length: > 0 } id] => new TicketChoice(null, id),
        ["type", { Length: > 0 } id, { Length: > 0 } project] => new TicketChoice(project, id),
        _ => null,
    };
}

/// <summary>Which tickets are incidents, as boxes to tick: issue types per project, and request types. Rules that say more than that are kept as they are. Pure.</summary>
public static class TicketChoices
{
    public static IReadOnlyList<IncidentRule> Kept(RuleSettings rules) => [.. rules.Incidents.Where(rule => !IsOfBoxes(rule))];

    /// <summary>Empty: no box is ticked, and the usual marks count.</summary>
    public static IReadOnlyList<TicketChoice> Of(RuleSettings rules) => [.. rules.Incidents.Where(IsOfBoxes).SelectMany(Boxes).Distinct()];

    /// <param name="shown">What was on the screen: what was not there stays as it is.</param>
    public static RuleSettings With(RuleSettings rules, IReadOnlyCollection<TicketChoice> shown, IReadOnlyCollection<TicketChoice> ticked)
    {
        var held = Of(rules);
        var chosen = held.Where(choice => !shown.Contains(choice)).Concat(ticked).Distinct().ToList();
        // The first rule that fits wins, so what nobody changed keeps its place.
        if (chosen.ToHashSet().SetEquals(held))
            return rules;
        var byProject = chosen.Where(choice => choice.Project is not null).GroupBy(choice => choice.Project!, StringComparer.OrdinalIgnoreCase)
            .Select(project => Named(rules, new IncidentRule { Projects = [project.Key], IssueTypes = [.. project.Select(choice => choice.Id)] }));
        List<string> requests = [.. chosen.Where(choice => choice.Project is null).Select(choice => choice.Id)];
        return rules with { Incidents = [.. Kept(rules), .. byProject, .. requests.Count == 0 ? [] : new[] { Named(rules, new IncidentRule { RequestTypes = requests }) }] };
    }

    /// <summary>The name that people gave such a rule stays.</summary>
    private static IncidentRule Named(RuleSettings rules, IncidentRule rule) =>
        rule with { Name = rules.Incidents.FirstOrDefault(held => IsOfBoxes(held) && held.Projects.SequenceEqual(rule.Projects, StringComparer.OrdinalIgnoreCase))?.Name };

    private static bool IsOfBoxes(IncidentRule rule) => rule is { When: null, IsIncident: true }
        && (rule is { Projects.Count: 1, IssueTypes.Count: > 0, RequestTypes.Count: 0 } or { Projects.Count: 0, IssueTypes.Count: 0, RequestTypes.Count: > 0 });

    private static IEnumerable<TicketChoice> Boxes(IncidentRule rule) =>
        rule.Projects is [var project] ? rule.IssueTypes.Select(id => new TicketChoice(project, id)) : rule.RequestTypes.Select(id => new TicketChoice(null, id));
}
