using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <param name="Next">Names the page that follows; null on the last one.</param>
public sealed record JiraIssuePage(IReadOnlyList<JsonElement> Issues, string? Next);

/// <summary>Search. Jira's index follows its edits after some seconds: what was just changed may be missing, or be found in its old form.</summary>
public sealed partial class JiraClient
{
    public const int IssuesOnAPage = 100;

    /// <summary>One page. The caller decides how many it takes, and can go on after days: a token lives for a week.</summary>
    /// <param name="jql">Bounded; Jira refuses a search over everything.</param>
    /// <param name="fields">At least one: without fields Jira answers with ids alone.</param>
    /// <param name="page"><see cref="JiraIssuePage.Next"/> of the page before, with the same query.</param>
    /// <param name="most">Issues on the page, where fewer are enough.</param>
    public async Task<JiraResult<JiraIssuePage>> SearchAsync(
        string jql, IReadOnlyCollection<string> fields, string? page, CancellationToken cancellationToken, int most = IssuesOnAPage)
    {
        if (fields.Count == 0)
        {
            throw new ArgumentException("A search needs fields.", nameof(fields));
        }

        var path = $"/rest/api/3/search/jql?jql={Uri.EscapeDataString(jql)}&fields={Uri.EscapeDataString(string.Join(',', fields))}&maxResults={most.ToString(System.Globalization.CultureInfo.InvariantCulture)}"
            + (page is null ? "" : $"&nextPageToken={Uri.EscapeDataString(page)}");
        var answer = await GetAsync<JsonElement>(path, cancellationToken);
        return answer.Select(body =>
        {
            IReadOnlyList<JsonElement> issues = [.. JiraJson.List(body, "issues")];
            // Some sites chain tokens past the end: an empty page is the last one too.
            return new JiraIssuePage(issues, issues.Count == 0 ? null : JiraJson.Text(body, "nextPageToken"));
        });
    }
}
