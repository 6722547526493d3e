using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.AtlassianConnect.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>Search as `/search/jql` answers it: bounded, ids only without fields, a token bound to its query, no total.</summary>
public sealed partial class FakeJira
{
    public FakeJiraLimits Limits { get; } = new();

    /// <summary>Projects that the app may not see any more, with all their tickets.</summary>
    public HashSet<string> HiddenProjects { get; } = new(StringComparer.Ordinal);

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public void Delete(string id)
    {
        lock (_issues)
            _issues.RemoveAll(issue => issue.Id == id);
    }

    private void MapSearch()
    {
        _app.MapGet("/rest/api/3/search/jql", Search);
        _app.MapGet("/rest/api/3/project/{key}", (string key) =>
        {
            lock (_issues)
            {
                return !HiddenProjects.Contains(key) && _issues.Exists(issue => Project(issue) == key)
                    ? Results.Json(new { id = "10000", key, projectTypeKey = "service_desk" })
                    : Refuse(404, "No project could be found with that key.");
            }
        });
    }

    private IResult Search(HttpContext context, string jql, string? fields, int? maxResults, string? nextPageToken)
    {
        if (Named(jql, fields) is { } named)
            return named;
        if (Bounded().Match(jql) is not { Success: true } match)
            return Refuse(400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.");
        var since = Clock.GetUtcNow().AddMinutes(-int.Parse(match.Groups["back"].ValueSpan, CultureInfo.InvariantCulture));
        var token = nextPageToken?.Split('|');
        if (token is not null && (token.Length != 3 || token[0] != jql))
            return Refuse(400, "The nextPageToken is invalid for this query.");
        lock (_issues)
        {
            var found = _issues.Where(issue => !HiddenProjects.Contains(Project(issue)) && Updated(issue) >= since)
                .Select(issue => (At: Updated(issue).Ticks, Id: long.Parse(issue.Id, CultureInfo.InvariantCulture), Issue: issue)).OrderBy(f => f.At).ThenBy(f => f.Id)
                .Where(f => token is null || (f.At, f.Id).CompareTo((long.Parse(token[1], CultureInfo.InvariantCulture), long.Parse(token[2], CultureInfo.InvariantCulture))) > 0).ToList();
            if (jql.EndsWith("DESC", StringComparison.Ordinal))
                found.Reverse();
            var page = found.Take(Math.Min(maxResults ?? 50, 100)).ToList();
            Limits.Charge(context, page.Count);
            var answer = new JsonObject { ["issues"] = new JsonArray([.. page.Select(f => Shown(f.Issue, fields))]), ["isLast"] = page.Count == found.Count };
            if (page.Count < found.Count)
                answer["nextPageToken"] = $"{jql}|{page[^1].At}|{page[^1].Id}";
            return Results.Json(answer);
        }
    }

    private static JsonNode Shown(FakeJiraIssue issue, string? fields)
    {
        var asked = fields?.Split(',') ?? [];
        if (asked.Length == 0)
            return new JsonObject { ["id"] = issue.Id };
        var shown = new JsonObject(issue.Fields.Where(field => (asked.Contains("*all") && !asked.Contains($"-{field.Key}")) || asked.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        return new JsonObject { ["id"] = issue.Id, ["key"] = issue.Key, ["fields"] = shown };
    }

    private static DateTimeOffset Updated(FakeJiraIssue issue) => JiraTimestamp.Parse(issue.Fields["updated"]?.GetValue<string>()) ?? default;

    private static string Project(FakeJiraIssue issue) => issue.Key.Split('-')[0];

    private static IResult Refuse(int status, string message) => Results.Json(new { errorMessages = new[] { message } }, statusCode: status);

    [GeneratedRegex(@"^projectType not in \(software, business\) AND updated >= -(?<back>\d+)m ORDER BY updated (ASC|DESC)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bounded();
}
