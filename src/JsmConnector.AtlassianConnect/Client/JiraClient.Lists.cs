using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Calls that Jira answers in pages. A list is complete or not given at all.</summary>
public sealed partial class JiraClient
{
    // Far above any real site: a server that never says "last" must not keep us for ever.
    private const int MostPages = 200;

    public async Task<JiraResult<IReadOnlyList<JiraField>>> GetFieldsAsync(CancellationToken cancellationToken)
    {
        var fields = await GetAsync<JsonElement>("/rest/api/3/field", cancellationToken);
        return fields.Select<IReadOnlyList<JiraField>>(list => list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(field => JiraJson.Text(field, "id") is not null).Select(Field).ToArray()
            : []);
    }

    /// <summary>Every status of the site with its category: a changelog names statuses only.</summary>
    public async Task<JiraResult<IReadOnlyList<JiraStatus>>> GetStatusesAsync(CancellationToken cancellationToken)
    {
        var statuses = await GetAsync<JsonElement>("/rest/api/3/status", cancellationToken);
        return statuses.Select<IReadOnlyList<JiraStatus>>(list => list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(status => JiraJson.Text(status, "id") is not null).Select(Status).ToArray()
            : []);
    }

    /// <summary>In the site's own order, most urgent first.</summary>
    public Task<JiraResult<IReadOnlyList<JiraPriority>>> GetPrioritiesAsync(CancellationToken cancellationToken) =>
        AllAsync("/rest/api/3/priority/search?", "startAt", "maxResults", "values", JiraJson.Read<JiraPriority>, cancellationToken);

    public Task<JiraResult<IReadOnlyList<JiraRequestType>>> GetRequestTypesAsync(CancellationToken cancellationToken) =>
        AllAsync("/rest/servicedeskapi/requesttype?expand=practice&", "start", "limit", "values", RequestType, cancellationToken);

    /// <summary>Oldest first.</summary>
    public Task<JiraResult<IReadOnlyList<JiraChange>>> GetChangelogAsync(string issueId, CancellationToken cancellationToken) =>
        AllAsync(
            $"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/changelog?", "startAt", "maxResults", "values", JiraJson.Read<JiraChange>, cancellationToken);

    /// <summary>Oldest first, internal ones included.</summary>
    public Task<JiraResult<IReadOnlyList<JiraComment>>> GetCommentsAsync(string issueId, CancellationToken cancellationToken) =>
        AllAsync(
            $"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/comment?orderBy=created&expand=properties&",
            "startAt", "maxResults", "comments", JiraJson.Read<JiraComment>, cancellationToken);

    private async Task<JiraResult<IReadOnlyList<T>>> AllAsync<T>(
        string path, string startName, string limitName, string listName, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        var start = 0;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await GetAsync<JsonElement>($"{path}{startName}={start}&{limitName}=100", cancellationToken);
            if (answer is not JiraResult<JsonElement>.Ok { Value: var body })
            {
                return answer.Select<IReadOnlyList<T>>(_ => []);
            }

            var count = 0;
            foreach (var item in JiraJson.List(body, listName))
            {
                count++;
                if (read(item) is { } value)
                {
                    all.Add(value);
                }
            }

            start += count;
            if (count == 0 || JiraJson.IsLast(body, start))
            {
                return new JiraResult<IReadOnlyList<T>>.Ok(all);
            }
        }

        return new JiraResult<IReadOnlyList<T>>.Unreachable("the list does not end");
    }

    private static JiraStatus Status(JsonElement status) => new(
        JiraJson.Text(status, "id") ?? "", JiraJson.Text(status, "name") ?? "", JiraJson.Text(JiraJson.Member(status, "statusCategory"), "key"));

    private static JiraField Field(JsonElement field)
    {
        var schema = JiraJson.Member(field, "schema");
        return new JiraField(
            JiraJson.Text(field, "id")!, JiraJson.Text(field, "name") ?? "", JiraJson.Text(schema, "custom"), JiraJson.Text(schema, "system"));
    }

    private static JiraRequestType? RequestType(JsonElement type) => JiraJson.Text(type, "id") is { } id
        ? new JiraRequestType(
            id,
            JiraJson.Text(type, "name") ?? "",
            JiraJson.Text(type, "issueTypeId"),
            JiraJson.Text(type, "serviceDeskId"),
            JiraJson.Text(type, "practice") ?? JiraJson.Text(JiraJson.Member(type, "practice"), "key"))
        : null;
}
