namespace JsmConnector.AtlassianConnect.Client;

/// <summary>A call as Jira's limits see it: all calls of the site, one endpoint and method, writes to one issue.</summary>
public sealed record JiraCall(string Endpoint, string? WrittenIssue)
{
    /// <summary>Every call of the site.</summary>
    public const string Site = "site";

    /// <summary>Work that can wait: held while little of the hourly quota is left, so that live incidents get the rest.</summary>
    public const string Background = "background";

    /// <summary>Segments that are followed by a name of one thing.</summary>
    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal) { "issue", "project", "request", "servicedesk", "user", "properties" };

    /// <summary>`GET /rest/api/3/issue/{}/changelog` for `/rest/api/3/issue/10042/changelog?startAt=0`.</summary>
    public static JiraCall Of(HttpMethod method, string path)
    {
        var segments = path.Split('?')[0].Split('/');
        string? issue = null;
        for (var i = 1; i < segments.Length; i++)
        {
            if (!Collections.Contains(segments[i - 1]))
            {
                continue;
            }

            if (segments[i - 1] == "issue" && method != HttpMethod.Get)
            {
                issue = segments[i];
            }

            segments[i] = "{}";
        }

        return new JiraCall($"{method} {string.Join('/', segments)}", issue);
    }

    /// <summary>What must not be held for this call to go out.</summary>
    public IEnumerable<string> Scopes => WrittenIssue is null ? [Site, Endpoint] : [Site, Endpoint, ScopeOfIssue(WrittenIssue)];

    /// <summary>What a refusal holds, by its `RateLimit-Reason` (Jira Cloud, 2026). Without a known one, the endpoint.</summary>
    public string ScopeOf(string? reason) => reason switch
    {
        "jira-quota-global-based" or "jira-quota-tenant-based" => Site,
        "jira-per-issue-on-write" when WrittenIssue is { } issue => ScopeOfIssue(issue),
        _ => Endpoint,
    };

    private static string ScopeOfIssue(string issue) => $"issue {issue}";
}
