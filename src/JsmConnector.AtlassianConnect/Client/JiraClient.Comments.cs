using System.Text.Json.Serialization;

namespace JsmConnector.AtlassianConnect.Client;

public sealed record JiraCommentId
{
    [JsonPropertyName("id")] public required string Id { get; init; }
}

/// <summary>Comments. Jira has no key for writing once: whoever adds one looks first, and marks it with a property in the same call.</summary>
public sealed partial class JiraClient
{
    /// <param name="comment">`body` in Atlassian Document Format, and `properties`.</param>
    public Task<JiraResult<JiraCommentId>> AddCommentAsync(string issueId, object comment, CancellationToken cancellationToken) =>
        PostAsync<JiraCommentId>($"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/comment", comment, cancellationToken);

    public Task<JiraResult<JiraCommentId>> EditCommentAsync(string issueId, string commentId, object comment, CancellationToken cancellationToken) =>
        SendAsync<JiraCommentId>(HttpMethod.Put, $"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/comment/{Uri.EscapeDataString(commentId)}", comment, cancellationToken);
}
