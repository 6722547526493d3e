namespace JsmConnector.Incidents;

/// <summary>
/// A ticket that an administrator made to see the whole path work. It goes the whole path, to the built-in pages and no further: nobody is written to, no
/// component changes its state, no promise is made, no postmortem follows.
/// </summary>
public static class TestIncident
{
    /// <summary>What marks such a ticket in Jira.</summary>
    public const string Label = "jsmconnector-drill";

    /// <summary>The reason kept with what Jira tells of a test that nobody looks at any more.</summary>
    public const string Over = "it was a test, and is over";

    public static bool Is(IssueSnapshot issue) => issue.Labels.Contains(Label, StringComparer.OrdinalIgnoreCase);

    /// <summary>After that nobody is looking any more, and the ticket makes no incident again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>A label of its own by which the ticket is found again when Jira's answer was lost.</summary>
    public static string LabelOf(Guid id) => $"{Label}-{id:N}";

    /// <returns>Null for a ticket that somebody made by hand.</returns>
    public static Guid? IdOf(IssueSnapshot issue) => issue.Labels
        .Where(label => label.StartsWith($"{Label}-", StringComparison.OrdinalIgnoreCase))
        .Select(label => Guid.TryParseExact(label[(Label.Length + 1)..], "N", out var id) ? id : (Guid?)null).FirstOrDefault(id => id is not null);

    /// <summary>
    /// The ticket as its incident was begun: a label that somebody adds later makes no test of a real incident, whose components would turn green, and one that is
    /// taken away does not let a test touch components.
    /// </summary>
    public static IssueSnapshot AsBegun(IssueSnapshot issue, IncidentState? held) => held is null || held.IsTest == Is(issue)
        ? issue
        : issue with { Labels = held.IsTest ? [.. issue.Labels, Label] : [.. issue.Labels.Where(label => !label.Equals(Label, StringComparison.OrdinalIgnoreCase))] };

    /// <summary>Nothing is begun with a test that ended before it was seen, or that is too old to be looked at.</summary>
    public static bool IsOver(IssueSnapshot issue, bool deleted, DateTimeOffset now) =>
        Is(issue) && (deleted || issue.StatusCategory == "done" || issue.CreatedAt < now - Longest);
}
