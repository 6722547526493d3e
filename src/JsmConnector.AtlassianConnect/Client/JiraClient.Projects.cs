using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>What a site's administrator chooses from: projects and what is in them.</summary>
public sealed partial class JiraClient
{
    private const int ProjectsOnAPage = 50;

    /// <summary>Service projects, the first page of them.</summary>
    /// <param name="query">Part of the name or key; empty for all.</param>
    public async Task<JiraResult<IReadOnlyList<JiraProject>>> FindServiceProjectsAsync(string query, CancellationToken cancellationToken)
    {
        var path = $"/rest/api/3/project/search?typeKey=service_desk&orderBy=key&maxResults={ProjectsOnAPage}" + (query.Length == 0 ? "" : $"&query={Uri.EscapeDataString(query)}");
        return (await GetAsync<JsonElement>(path, cancellationToken)).Select<IReadOnlyList<JiraProject>>(page =>
            [.. JiraJson.List(page, "values").Where(project => JiraJson.Text(project, "key") is not null)
                .Select(project => new JiraProject(JiraJson.Text(project, "id") ?? "", JiraJson.Text(project, "key")!, JiraJson.Text(project, "name") ?? ""))]);
    }

    /// <summary>The issue types of a project, each with the statuses of its workflow.</summary>
    public async Task<JiraResult<IReadOnlyList<JiraIssueType>>> GetIssueTypesAsync(string project, CancellationToken cancellationToken)
    {
        var types = await GetAsync<JsonElement>($"/rest/api/3/project/{Uri.EscapeDataString(project)}/statuses", cancellationToken);
        return types.Select<IReadOnlyList<JiraIssueType>>(list => list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(type => JiraJson.Text(type, "id") is not null).Select(type => new JiraIssueType(
                JiraJson.Text(type, "id")!, JiraJson.Text(type, "name") ?? "",
                JiraJson.Member(type, "subtask").ValueKind == JsonValueKind.True,
                [.. JiraJson.List(type, "statuses").Where(status => JiraJson.Text(status, "id") is not null).Select(Status)]))]
            : []);
    }

    /// <summary>Names of the Jira components of a project.</summary>
    public async Task<JiraResult<IReadOnlyList<string>>> GetComponentNamesAsync(string project, CancellationToken cancellationToken)
    {
        var components = await GetAsync<JsonElement>($"/rest/api/3/project/{Uri.EscapeDataString(project)}/components", cancellationToken);
        return components.Select<IReadOnlyList<string>>(list => list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(component => JiraJson.Text(component, "name")).OfType<string>()]
            : []);
    }

    public Task<JiraResult<IReadOnlyList<JiraResolution>>> GetResolutionsAsync(CancellationToken cancellationToken) =>
        AllAsync("/rest/api/3/resolution/search?", "startAt", "maxResults", "values", JiraJson.Read<JiraResolution>, cancellationToken);
}
