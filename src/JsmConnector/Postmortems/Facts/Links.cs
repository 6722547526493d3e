namespace JsmConnector.Postmortems.Facts;

/// <summary>Where the source of a row can be seen.</summary>
internal static class Links
{
    public static string Issue(IncidentRecord record) => $"{record.SiteUrl}/browse/{Uri.EscapeDataString(record.Incident.IssueKey)}";

    public static string Comment(IncidentRecord record, string id) => $"{Issue(record)}?focusedCommentId={Uri.EscapeDataString(id)}";

    /// <summary>Jira has no address for one entry of the history; the tab is as near as it gets.</summary>
    public static string History(IncidentRecord record) => $"{Issue(record)}?page=com.atlassian.jira.plugin.system.issuetabpanels%3Achangehistory-tabpanel";

    public static string? Update(IncidentRecord record) =>
        record.StatusPageUrl is { } page && record.Incident.Published ? $"{page}/incidents/{Incidents.PublicId.Of(record.Incident.Id.Value)}" : null;

    public static string? Of(IncidentRecord record, string evidence) => evidence.Split('/', 2) switch
    {
        ["changelog", _] => History(record),
        ["comment", var id] => Comment(record, id),
        ["update", _] => Update(record),
        // Noted by the app: the panel beside the ticket shows them.
        ["words" or "promise" or "lead", _] => Issue(record),
        _ => null,
    };
}
