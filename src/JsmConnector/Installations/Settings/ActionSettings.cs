using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace JsmConnector.Installations.Settings;

/// <summary>How action items of postmortems become issues, and by when they should be done.</summary>
public sealed partial record ActionSettings
{
    private const int MostWeeks = 52;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Key of the project that issues are made in; without it the incident's own.")]
    public string? Project { get; init; }

    [Description("Keys of more projects in which people may make issues of actions.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("Name of the issue type.")]
    public string IssueType { get; init; } = "Task";

    [Description("Name of the link from the issue to the incident's ticket.")]
    public string LinkType { get; init; } = "Relates";

    [Description("Weeks after which a priority action should be done.")]
    public int WeeksForPriority { get; init; } = 4;

    [Description("Weeks after which any other action should be done.")]
    public int WeeksForOthers { get; init; } = 8;

    /// <summary>Pure.</summary>
    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ActionSettings? settings)
    {
        const string At = "postmortems.actions";
        if (settings is null)
        {
            yield return (At, "It is null.", "Leave it out.");
            yield break;
        }
        if (settings.Project is { } project && !ProjectKey().IsMatch(project))
            yield return ($"{At}.project", $"'{project}' is no key of a project.", "Use the letters in front of the ticket's number, like OPS.");
        foreach (var other in settings.Projects.Where(other => !ProjectKey().IsMatch(other)))
            yield return ($"{At}.projects", $"'{other}' is no key of a project.", "Use the letters in front of the ticket's number, like OPS.");
        foreach (var (name, text) in new[] { ("issueType", settings.IssueType), ("linkType", settings.LinkType) })
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > 100)
                yield return ($"{At}.{name}", "It is missing or longer than 100 characters.", "Use the name that Jira shows.");
        }
        foreach (var (name, weeks) in new[] { ("weeksForPriority", settings.WeeksForPriority), ("weeksForOthers", settings.WeeksForOthers) })
        {
            if (weeks is < 1 or > MostWeeks)
                yield return ($"{At}.{name}", $"{weeks} is out of range.", $"Give a number from 1 to {MostWeeks}.");
        }
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]{1,48}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ProjectKey();
}
