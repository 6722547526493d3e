using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>What a site's administrator chooses from: projects and what is in them.</summary>
public sealed partial class JiraClient
{
    public const int MostProjectsByKey = 50;
    public const int ProjectsOnAPage = 50;

    /// <summary>Service projects with their issue types, the first page of them.</summary>
    /// <param name="query">Part of the name or key; empty for all.</param>
    public Task<JiraResult<IReadOnlyList<JiraProject>>> FindServiceProjectsAsync(string query, CancellationToken cancellationToken) =>
        ProjectsAsync($"typeKey=service_desk&orderBy=key&expand=issueTypes{(query.Length == 0 ? "" : $"&query={Uri.EscapeDataString(query)}")}", cancellationToken);

    /// <summary>Those of the projects that there are, also archived ones; at most <see cref="MostProjectsByKey"/>.</summary>
    public Task<JiraResult<IReadOnlyList<JiraProject>>> FindProjectsAsync(IEnumerable<string> keys, CancellationToken cancellationToken) =>
        ProjectsAsync($"status=live&status=archived&expand=issueTypes{string.Concat(keys.Take(MostProjectsByKey).Select(key => $"&keys={Uri.EscapeDataString(key)}"))}", cancellationToken);

    private async Task<JiraResult<IReadOnlyList<JiraProject>>> ProjectsAsync(string query, CancellationToken cancellationToken) =>
        (await GetAsync<JsonElement>($"/rest/api/3/project/search?maxResults={ProjectsOnAPage}&{query}", cancellationToken)).Select<IReadOnlyList<JiraProject>>(page =>
            [.. JiraJson.List(page, "values").Where(project => JiraJson.Text(project, "key") is not null).Select(project => new JiraProject(
                JiraJson.Text(project, "id") ?? "", JiraJson.Text(project, "key")!, JiraJson.Text(project, "name") ?? "",
                [.. JiraJson.List(project, "issueTypes").Where(type => JiraJson.Text(type, "id") is not null).Select(Type)])
            {
                IsArchived = JiraJson.Member(project, "archived").ValueKind == JsonValueKind.True,
            })]);

    /// <summary>The issue types of a project, each with the statuses of its workflow.</summary>
    public async Task<JiraResult<IReadOnlyList<JiraIssueType>>> GetIssueTypesAsync(string project, CancellationToken cancellationToken)
    {
        var types = await GetAsync<JsonElement>($"/rest/api/3/project/{Uri.EscapeDataString(project)}/statuses", cancellationToken);
        return types.Select<IReadOnlyList<JiraIssueType>>(list => list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(type => JiraJson.Text(type, "id") is not null).Select(Type)]
            : []);
    }

    private static JiraIssueType Type(JsonElement type) => new(
        JiraJson.Text(type, "id")!, JiraJson.Text(type, "name") ?? "",
        JiraJson.Member(type, "subtask").ValueKind == JsonValueKind.True,
        [.. JiraJson.List(type, "statuses").Where(status => JiraJson.Text(status, "id") is not null).Select(Status)]);

    /// <summary>Names of the Jira components of a project.</summary>
    public async Task<JiraResult<IReadOnlyList<string>>> GetComponentNamesAsync(string project, CancellationToken cancellationToken)
    {
        var components = await GetAsync<JsonElement>($"/rest/api/3/project/{Uri.EscapeDataString(project)}/components", cancellationToken);
        return components.Select<IReadOnlyList<string>>(list => list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(component => JiraJson.Text(component, "name")).OfType<string>()]
            : []);
    }

    /// <summary>The portals of the site, by the id in their addresses.</summary>
    public Task<JiraResult<IReadOnlyList<JiraServiceDesk>>> GetServiceDesksAsync(CancellationToken cancellationToken) =>
        AllAsync("/rest/servicedeskapi/servicedesk?", "start", "limit", "values", desk => JiraJson.Text(desk, "id") is { } id ? new JiraServiceDesk(id, JiraJson.Text(desk, "projectName") ?? "") : null, cancellationToken);

    /// <summary>
    /// Values that Jira's search offers for a custom field, also to an app without administrator's rights.
    /// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-jql/
    /// </summary>
    /// <param name="field">Its id, like customfield_10004.</param>
    /// <param name="start">What the value begins with; empty for the first ones.</param>
    public async Task<JiraResult<IReadOnlyList<string>>> SuggestValuesAsync(string field, string start, CancellationToken cancellationToken)
    {
        var name = field.StartsWith("customfield_", StringComparison.Ordinal) ? $"cf[{field["customfield_".Length..]}]" : field;
        var answer = await GetAsync<JsonElement>($"/rest/api/3/jql/autocompletedata/suggestions?fieldName={Uri.EscapeDataString(name)}&fieldValue={Uri.EscapeDataString(start)}", cancellationToken);
        return answer.Select<IReadOnlyList<string>>(body => [.. JiraJson.List(body, "results").Select(result => JiraJson.Text(result, "value")?.Trim('"')).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    public Task<JiraResult<IReadOnlyList<JiraResolution>>> GetResolutionsAsync(CancellationToken cancellationToken) =>
        AllAsync("/rest/api/3/resolution/search?", "startAt", "maxResults", "values", JiraJson.Read<JiraResolution>, cancellationToken);
}
