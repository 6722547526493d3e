using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Moving an issue through its workflow.</summary>
public sealed partial class JiraClient
{
    /// <summary>What the app may do with the issue now, with the status that each leads to.</summary>
    public async Task<JiraResult<IReadOnlyList<JiraTransition>>> GetTransitionsAsync(string issueId, CancellationToken cancellationToken)
    {
        var answer = await GetAsync<JsonElement>($"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/transitions", cancellationToken);
        return answer.Select<IReadOnlyList<JiraTransition>>(body => [.. JiraJson.List(body, "transitions").Where(transition => JiraJson.Text(transition, "id") is not null)
            .Select(transition => new JiraTransition(JiraJson.Text(transition, "id")!, Status(JiraJson.Member(transition, "to"))))]);
    }

    /// <summary>Jira answers 204.</summary>
    public Task<JiraResult<bool>> TransitionAsync(string issueId, string transition, CancellationToken cancellationToken) =>
        SendAsync<bool>(HttpMethod.Post, $"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/transitions", new { transition = new { id = transition } }, true, cancellationToken);
}
