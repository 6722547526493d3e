using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <param name="Users">Account ids.</param>
/// <param name="Groups">Names.</param>
public sealed record JiraRoleMembers(IReadOnlyList<string> Users, IReadOnlyList<string> Groups);

/// <summary>E-mail that Jira sends about an issue.</summary>
public sealed partial class JiraClient
{
    /// <summary>Jira answers 204 and sends later. A repeat sends again.</summary>
    public Task<JiraResult<bool>> NotifyAsync(string issueId, object notification, CancellationToken cancellationToken) =>
        SendAsync<bool>(HttpMethod.Post, $"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/notify", notification, true, cancellationToken);

    /// <summary>Who has a role in the project of an issue.</summary>
    public async Task<JiraResult<JiraRoleMembers>> GetRoleMembersAsync(string issueId, string role, CancellationToken cancellationToken)
    {
        var issue = await GetIssueAsync(issueId, ["project"], cancellationToken);
        if (issue is not JiraResult<JsonElement>.Ok(var read))
            return issue.Select(_ => Nobody);
        var project = JiraJson.Text(JiraJson.Member(JiraJson.Member(read, "fields"), "project"), "id") ?? "";
        var roles = await GetAsync<JsonElement>($"/rest/api/3/project/{Uri.EscapeDataString(project)}/role", cancellationToken);
        if (roles is not JiraResult<JsonElement>.Ok(var known))
            return roles.Select(_ => Nobody);
        if (JiraJson.Text(known, role)?.Split('/')[^1] is not { Length: > 0 } id)
            return new JiraResult<JiraRoleMembers>.NotFound();
        var answer = await GetAsync<JsonElement>($"/rest/api/3/project/{Uri.EscapeDataString(project)}/role/{Uri.EscapeDataString(id)}", cancellationToken);
        return answer.Select(body => new JiraRoleMembers(
            [.. JiraJson.List(body, "actors").Select(actor => JiraJson.Text(JiraJson.Member(actor, "actorUser"), "accountId")).OfType<string>()],
            [.. JiraJson.List(body, "actors").Select(actor => JiraJson.Text(JiraJson.Member(actor, "actorGroup"), "name")).OfType<string>()]));
    }

    private static JiraRoleMembers Nobody { get; } = new([], []);
}
