using System.ComponentModel;

namespace JsmConnector.Installations.Settings;

/// <summary>What the app takes from the tickets of incidents, and what it leaves there.</summary>
public sealed record TicketSettings
{
    [Description("What becomes of a comment for customers that somebody of the team writes on an incident's ticket, first rule whose projects fit. Without any: ignore. Internal comments stay inside whatever is said here.")]
    public IReadOnlyList<CommentRule> PublicComments { get; init; } = [];

    [Description("Whether each new stage is noted at the ticket in an internal comment, with the public words.")]
    public bool Log { get; init; }

    /// <param name="issueKey">Like `OPS-7`.</param>
    public string PolicyOf(string issueKey) =>
        PublicComments.FirstOrDefault(rule => rule.Projects.Count == 0 || rule.Projects.Contains(issueKey[..Math.Max(0, issueKey.LastIndexOf('-'))], StringComparer.OrdinalIgnoreCase))?.Policy ?? CommentRule.Ignore;

    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(TicketSettings? tickets)
    {
        var rules = tickets?.PublicComments ?? [];
        if (rules.Count > MostRules)
            yield return ("tickets.publicComments", $"There are more than {MostRules} rules.", "Name several projects in one rule.");
        foreach (var (rule, index) in rules.Select((rule, index) => (rule, index)))
        {
            if (rule.Policy is not (CommentRule.Ignore or CommentRule.Draft or CommentRule.Publish))
                yield return ($"tickets.publicComments[{index}].policy", $"There is no policy '{rule.Policy}'.", "Use ignore, draft or publish.");
            if (rule.Projects.Count == 0 && index < rules.Count - 1)
                yield return ($"tickets.publicComments[{index}].projects", "It fits every project, so the rules after it never count.", "Put it last, or name its projects.");
        }
    }

    private const int MostRules = 100;
}

public sealed record CommentRule
{
    public const string Ignore = "ignore", Draft = "draft", Publish = "publish";

    [Description("Keys of projects; without it every project.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("ignore; draft, which puts the comment into its author's form beside the ticket; or publish, which makes it an update if the checks of words find nothing, and a draft if they do.")]
    public required string Policy { get; init; }
}
