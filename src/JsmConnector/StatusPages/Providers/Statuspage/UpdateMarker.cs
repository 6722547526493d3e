using System.Text.Json.Serialization;
using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// Metadata that only the page's owner sees: whose incident this is, and which of our updates the page says. Statuspage wants every
/// top-level value to be an object. The metadata travel in the same call as the words, so they tell whether that call was carried out.
/// </summary>
public sealed record UpdateMarker(
    [property: JsonPropertyName("jira")] UpdateMarker.Ticket Jira,
    [property: JsonPropertyName("jsmconnector")] UpdateMarker.Said JsmConnector)
{
    public static UpdateMarker For(MirrorTask task, UpdateId update) => new(
        new Ticket(task.Incident.IssueId, task.Incident.IssueKey, task.Attempt.InstallationId.ToString()),
        new Said(update.Value.ToString("D")));

    public static bool IsOurs(RemoteIncident remote, MirrorTask task) =>
        remote.IssueId == task.Incident.IssueId
        && string.Equals(remote.Site, task.Attempt.InstallationId.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <param name="Site">The installation: issue ids repeat between sites.</param>
    public sealed record Ticket(
        [property: JsonPropertyName("issueId")] string IssueId,
        [property: JsonPropertyName("issueKey")] string IssueKey,
        [property: JsonPropertyName("site")] string Site);

    public sealed record Said([property: JsonPropertyName("update")] string Update);
}
