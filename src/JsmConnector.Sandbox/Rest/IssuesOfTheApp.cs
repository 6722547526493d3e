using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Webhooks;

namespace JsmConnector.Sandbox.Rest;

/// <summary>Issues and comments that the app makes, and the search by which it looks at them again.</summary>
public static partial class IssuesOfTheApp
{
    public static void Map(IEndpointRouteBuilder rest)
    {
        rest.MapPost("/api/3/issue", (JsonObject body, JiraSite site) => Make(body["fields"] as JsonObject ?? [], site));
        rest.MapPost("/api/3/issueLink", () => Results.StatusCode(StatusCodes.Status201Created));
        rest.MapPost("/api/3/issue/{id}/comment", (string id, JsonObject body, JiraSite site) => site.Find(id) is { } issue
            ? Results.Json(new { id = site.AddComment(issue, Catalogue.App, Text(body["body"]), false).Id }, statusCode: StatusCodes.Status201Created)
            : Results.NotFound());
        rest.MapGet("/api/3/search/jql", (string? jql, JiraSite site) => new
        {
            issues = Asked(jql, site).Take(50).Select(issue => new { id = issue.Id, key = issue.Key, fields = WebhookBody.Fields(issue) }),
            isLast = true,
        });
    }

    private static IResult Make(JsonObject fields, JiraSite site)
    {
        var name = fields["issuetype"]?["name"]?.GetValue<string>() ?? fields["issuetype"]?["id"]?.GetValue<string>();
        if (Catalogue.IssueTypes.FirstOrDefault(known => known.Name == name || known.Id == name) is not { } type)
            return Results.Json(new { errors = new { issuetype = $"There is no type '{name}'." } }, statusCode: StatusCodes.Status400BadRequest);
        if (fields["summary"]?.GetValue<string>() is not { Length: > 0 } summary)
            return Results.Json(new { errors = new { summary = "You must specify a summary of the issue." } }, statusCode: StatusCodes.Status400BadRequest);
        var labels = fields["labels"] is JsonArray given ? given.Select(label => label!.GetValue<string>()) : [];
        var issue = site.Create(Catalogue.App, type, summary, Text(fields["description"]), Catalogue.Priorities[2], [], labels: labels);
        return Results.Json(new { id = issue.Id, key = issue.Key }, statusCode: StatusCodes.Status201Created);
    }

    private static IEnumerable<Issue> Asked(string? jql, JiraSite site) => ByIds().Match(jql ?? "") switch
    {
        { Success: true } ids => site.Issues.Where(issue => ids.Groups["ids"].Value.Split(", ").Contains(issue.Id)),
        _ when jql?.StartsWith("labels = ", StringComparison.Ordinal) == true => site.Issues.Where(issue => issue.Labels.Contains(jql["labels = ".Length..].Trim('"'))),
        _ => site.Issues,
    };

    /// <summary>The words of a document in Atlassian's format.</summary>
    private static string Text(JsonNode? document) => document switch
    {
        JsonObject node when node["text"] is JsonValue text => text.GetValue<string>(),
        JsonObject node => Text(node["content"]),
        JsonArray nodes => string.Join(' ', nodes.Select(Text).Where(text => text.Length > 0)),
        _ => "",
    };

    [GeneratedRegex(@"^id in \((?<ids>[0-9, ]+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ByIds();
}
