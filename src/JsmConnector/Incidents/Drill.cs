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

    /// <summary>Nothing is begun with a test that ended before it was seen.</summary>
    public static bool IsOver(IssueSnapshot issue) => Is(issue) && issue.StatusCategory == "done";
}
