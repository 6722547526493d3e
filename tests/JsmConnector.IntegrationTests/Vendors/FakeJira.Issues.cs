using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>Issues that the app makes, their links, and the searches by which it finds them again.</summary>
public sealed partial class FakeJira
{
    private int _madeIssues = 900_000;

    /// <summary>Names of issue types that a project knows.</summary>
    public HashSet<string> IssueTypes { get; } = new(StringComparer.Ordinal) { "Task", "Bug" };

    /// <summary>Those that were made through the interface.</summary>
    public IReadOnlyList<FakeJiraIssue> Made
    {
        get
        {
            lock (_issues)
                return [.. _issues.Where(issue => issue.Fields["labels"] is JsonArray)];
        }
    }

    private void MapMadeIssues()
    {
        _app.MapPost("/rest/api/3/issue", (JsonObject wish) => Make(wish["fields"] as JsonObject ?? []));
        _app.MapPost("/rest/api/3/issueLink", (JsonObject wish) => LinkIssues(wish));
    }

    private IResult Make(JsonObject fields)
    {
        if (!IssueTypes.Contains((string?)fields["issuetype"]?["name"] ?? "") && !ProjectIssueTypes.Exists(type => type.Id == (string?)fields["issuetype"]?["id"]))
            return Results.Json(new { errorMessages = Array.Empty<string>(), errors = new { issuetype = "Specify a valid issue type" } }, statusCode: 400);
        if ((string?)fields["project"]?["key"] is not { } project || string.IsNullOrWhiteSpace((string?)fields["summary"]) || (string?)fields["description"]?["type"] != "doc")
            return Results.Json(new { errorMessages = new[] { "project, summary and a description in document format are needed" } }, statusCode: 400);
        var id = Interlocked.Increment(ref _madeIssues).ToString(CultureInfo.InvariantCulture);
        var issue = AddIssue(id, $"{project}-{id}");
        foreach (var (name, value) in fields)
            issue.Fields[name] = value?.DeepClone();
        issue.Fields["status"] = Status("1", "To Do", "new");
        issue.Fields["issuelinks"] = new JsonArray();
        return Results.Json(new { id, key = issue.Key, self = $"{Url}/rest/api/3/issue/{id}" }, statusCode: 201);
    }

    private IResult LinkIssues(JsonObject wish)
    {
        var (from, to) = ((string?)wish["inwardIssue"]?["key"] ?? "", (string?)wish["outwardIssue"]?["key"] ?? "");
        return OnIssue(from, issue => OnIssue(to, _ =>
        {
            issue.Fields["issuelinks"]!.AsArray().Add(new JsonObject { ["type"] = wish["type"]?.DeepClone(), ["outwardIssue"] = new JsonObject { ["key"] = to } });
            return Results.StatusCode(201);
        }));
    }

    /// <summary>Null for any other search.</summary>
    private IResult? Named(string jql, string? fields)
    {
        lock (_issues)
        {
            if (ByLabel().Match(jql) is { Success: true } label)
                return Found(_issues.Where(issue => (issue.Fields["labels"] as JsonArray)?.Any(known => (string?)known == label.Groups["label"].Value) == true), fields);
            if (ById().Match(jql) is not { Success: true } ids)
                return null;
            var asked = ids.Groups["ids"].Value.Split(", ");
            return asked.All(id => _issues.Exists(issue => issue.Id == id))
                ? Found(_issues.Where(issue => asked.Contains(issue.Id)), fields)
                : Refuse(400, "A value with ID does not exist for the field 'id'.");
        }
    }

    private static IResult Found(IEnumerable<FakeJiraIssue> issues, string? fields) =>
        Results.Json(new JsonObject { ["issues"] = new JsonArray([.. issues.Select(issue => Shown(issue, fields))]), ["isLast"] = true });

    [GeneratedRegex("^labels = \"(?<label>[a-z0-9-]+)\"$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ByLabel();

    [GeneratedRegex(@"^id in \((?<ids>[0-9, ]+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ById();
}
