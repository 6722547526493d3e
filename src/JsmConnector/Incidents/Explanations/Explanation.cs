namespace JsmConnector.Incidents.Explanations;

/// <param name="By">Path of the rule in the settings, or `default`.</param>
public sealed record ExplainedStep(string Question, string Answer, string By, string Because);

/// <summary>How the rules read one ticket, rule by rule, and what its first public word would be.</summary>
public sealed record Explanation
{
    public required string IssueKey { get; init; }
    public required IReadOnlyList<ExplainedStep> Steps { get; init; }
    public required bool IsIncident { get; init; }

    /// <summary>What would be held; null for a ticket that is no incident.</summary>
    public IncidentState? State { get; init; }

    /// <summary>The neutral title and the first public word; null when nothing would be said.</summary>
    public string? Title { get; init; }
    public string? Words { get; init; }

    /// <summary>Questions that two explanations of one ticket answer differently.</summary>
    public static IReadOnlyList<(string Question, string Before, string After)> Differences(Explanation before, Explanation after)
    {
        var now = before.Steps.ToDictionary(step => step.Question, step => step.Answer);
        var then = after.Steps.ToDictionary(step => step.Question, step => step.Answer);
        return [.. now.Keys.Union(then.Keys).Select(question => (question, now.GetValueOrDefault(question, "–"), then.GetValueOrDefault(question, "–"))).Where(row => row.Item2 != row.Item3)];
    }
}
