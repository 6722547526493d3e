using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>What an administrator chooses from.</summary>
public sealed partial class FakeJira
{
    /// <summary>Id, key, name of service projects.</summary>
    public List<(string Id, string Key, string Name)> Projects { get; } = [("10000", "OPS", "IT Operations"), ("10001", "HR", "People")];

    public HashSet<string> ArchivedProjects { get; } = new(StringComparer.Ordinal);

    public List<(string Id, string Name)> ProjectIssueTypes { get; } = [("10101", "[System] Incident"), ("10102", "Task")];

    /// <summary>By the field's name in JQL.</summary>
    public Dictionary<string, string[]> FieldValues { get; } = new(StringComparer.Ordinal) { ["cf[10004]"] = ["Extensive", "Limited"], ["cf[10041]"] = ["Critical", "Low"] };

    public List<string> ProjectComponents { get; } = ["Mail gateway"];

    public JsonArray Resolutions { get; } = [new JsonObject { ["id"] = "10000", ["name"] = "Done" }, new JsonObject { ["id"] = "10001", ["name"] = "Won't Do" }];

    private void MapProjects()
    {
        MapMail();
        _app.MapGet("/rest/api/3/project/search", (string? query, string[]? keys, string[]? status, string? expand) => Results.Json(new
        {
            values = Projects.Where(project => (query is null || $"{project.Key} {project.Name}".Contains(query, StringComparison.OrdinalIgnoreCase)) && (keys is not { Length: > 0 } || keys.Contains(project.Key))
                    && (!ArchivedProjects.Contains(project.Key) || status?.Contains("archived") == true))
                .Select(project => new
                {
                    id = project.Id,
                    key = project.Key,
                    name = project.Name,
                    archived = ArchivedProjects.Contains(project.Key),
                    issueTypes = expand == "issueTypes" ? ProjectIssueTypes.Select(type => new { id = type.Id, name = type.Name, subtask = false }) : null,
                }),
            isLast = true,
        }));
        _app.MapGet("/rest/api/3/project/{key}/statuses", (string key) => Projects.Exists(project => project.Key == key)
            ? Results.Json(ProjectIssueTypes.Select(type => new { id = type.Id, name = type.Name, subtask = false, statuses = Statuses.DeepClone() }))
            : Results.NotFound());
        _app.MapGet("/rest/api/3/project/{key}/components", (string key) => Results.Json(ProjectComponents.Select((name, index) => new { id = $"{index}", name })));
        _app.MapGet("/rest/servicedeskapi/servicedesk", (int start, int limit) => Page("values", Projects.Select((project, index) => (JsonNode)new JsonObject { ["id"] = $"{index + 1}", ["projectName"] = project.Name }), start, limit));
        // Jira knows custom fields in JQL as cf[…], and quotes what it suggests.
        _app.MapGet("/rest/api/3/jql/autocompletedata/suggestions", (string fieldName, string fieldValue) => FieldValues.TryGetValue(fieldName, out var values)
            ? Results.Json(new { results = values.Where(value => value.StartsWith(fieldValue, StringComparison.OrdinalIgnoreCase)).Select(value => new { value = $"\"{value}\"", displayName = $"<b>{value}</b>" }) })
            : Refuse(400, $"Field '{fieldName}' does not exist."));
        _app.MapGet("/rest/api/3/resolution/search", (int startAt, int maxResults) => Page("values", Resolutions, startAt, maxResults));
        _app.MapGet("/rest/api/3/issue/{id}/transitions", (string id) => OnIssue(id, _ => Results.Json(new
        {
            transitions = Statuses.Select(status => new { id = status!["id"]!.GetValue<string>(), name = status["name"]!.GetValue<string>(), to = status.DeepClone() }),
        })));
        _app.MapPost("/rest/api/3/issue/{id}/transitions", (string id, JsonObject body) => OnIssue(id, issue =>
        {
            issue.Fields["status"] = Statuses.Single(status => status!["id"]!.GetValue<string>() == body["transition"]!["id"]!.GetValue<string>())!.DeepClone();
            return Results.NoContent();
        }));
    }
}
