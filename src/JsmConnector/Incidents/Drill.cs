namespace JsmConnector.Incidents;

/// <summary>
/// A ticket that an administrator made to see the whole path work. It goes the whole path, to the built-in pages and no further: nobody is written to, no
/// component changes its state, no promise is made, no postmortem follows.
/// </summary>
public static class Drill
{
    /// <summary>What marks such a ticket in Jira.</summary>
    public const string Label = "jsmconnector-drill";

    public static bool Is(IssueSnapshot issue) => issue.Labels.Contains(Label, StringComparer.OrdinalIgnoreCase);

    /// <summary>After that nobody is looking any more, and the ticket makes no incident again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The ticket as its incident was begun: a label that somebody adds later makes no test of a real incident, whose components would turn green, and one that is
    /// taken away does not let a test touch components.
    /// </summary>
    public static IssueSnapshot AsBegun(IssueSnapshot issue, IncidentState? held) => held is null || held.IsDrill == Is(issue)
        ? issue
        : issue with { Labels = held.IsDrill ? [.. issue.Labels, Label] : [.. issue.Labels.Where(label => !label.Equals(Label, StringComparison.OrdinalIgnoreCase))] };

    /// <summary>Nothing is begun with a test that ended before it was seen.</summary>
    public static bool IsOver(IssueSnapshot issue) => Is(issue) && issue.StatusCategory == "done";
}
