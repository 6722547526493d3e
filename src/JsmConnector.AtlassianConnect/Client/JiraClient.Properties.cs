namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Entity properties: JSON that an app keeps at an issue, and that whoever may browse the issue can read.</summary>
public sealed partial class JiraClient
{
    /// <summary>Sets the property, whatever it was. Jira answers 200 or 201 without a body.</summary>
    public Task<JiraResult<bool>> SetIssuePropertyAsync(string issueId, string key, object value, CancellationToken cancellationToken) =>
        SendAsync<bool>(HttpMethod.Put, $"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/properties/{Segment(key)}", value, true, cancellationToken);

    /// <summary>A colon may stand in a path, and the keys that Jira prescribes have some: unescaped, the path that is signed is the same for whoever decodes it first.</summary>
    private static string Segment(string key) => Uri.EscapeDataString(key).Replace("%3A", ":", StringComparison.Ordinal);
}
