using System.Text.Json.Serialization;

namespace JsmConnector.AtlassianConnect.Client;

public sealed record JiraIssueId
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("key")] public required string Key { get; init; }
}

/// <summary>Issues that the app makes. Jira has no key for writing once: whoever makes one puts something in it by which it can be searched.</summary>
public sealed partial class JiraClient
{
    /// <param name="issue">`fields` and, where wanted, `properties`.</param>
    public Task<JiraResult<JiraIssueId>> CreateIssueAsync(object issue, CancellationToken cancellationToken) =>
        PostAsync<JiraIssueId>("/rest/api/3/issue", issue, cancellationToken);

    /// <summary>Jira answers 201 without a body.</summary>
    public Task<JiraResult<bool>> LinkIssuesAsync(string typeName, string fromKey, string toKey, CancellationToken cancellationToken) =>
        SendAsync<bool>(HttpMethod.Post, "/rest/api/3/issueLink", new { type = new { name = typeName }, outwardIssue = new { key = toKey }, inwardIssue = new { key = fromKey } }, true, cancellationToken);
}
