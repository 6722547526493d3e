using System.Text.Json.Nodes;
using JsmConnector.Sandbox.Site;

namespace JsmConnector.Sandbox.Rest;

/// <summary>What an administrator's screens ask about: projects, their issue types and components, resolutions, transitions.</summary>
public static class ProjectsOfTheSite
{
    private static readonly (string Id, string Key, string Name) Operations = ("10000", "OPS", "IT Operations");

    public static void Map(IEndpointRouteBuilder rest)
    {
        rest.MapGet("/api/3/project/search", (string? query, string[]? keys, string? expand) => new
        {
            values = new[] { Operations }.Where(project => query is null || $"{project.Key} {project.Name}".Contains(query, StringComparison.OrdinalIgnoreCase))
                .Where(project => keys is not { Length: > 0 } || keys.Contains(project.Key))
                .Select(project => new
                {
                    id = project.Id,
                    key = project.Key,
                    name = project.Name,
                    projectTypeKey = "service_desk",
                    issueTypes = expand == "issueTypes" ? Catalogue.IssueTypes.Select(type => new { id = type.Id, name = type.Name, subtask = false }) : null,
                }),
            isLast = true,
        });
        rest.MapGet("/api/3/project/{key}/statuses", (string key) => key == Operations.Key
            ? Results.Json(Catalogue.IssueTypes.Select(type => new { id = type.Id, name = type.Name, subtask = false, statuses = Catalogue.Statuses.Select(Shape) }))
            : Results.NotFound());
        rest.MapGet("/api/3/project/{key}/components", (string key) => key == Operations.Key ? Results.Json(new[] { new { id = "10200", name = "Mail gateway" } }) : Results.NotFound());
        rest.MapGet("/servicedeskapi/servicedesk", () => new { values = new[] { new { id = "1", projectId = Operations.Id, projectName = Operations.Name, projectKey = Operations.Key } }, isLastPage = true, start = 0, limit = 50 });
        rest.MapGet("/api/3/jql/autocompletedata/suggestions", (string fieldName) => new
        {
            results = (Catalogue.ChoiceFields.FirstOrDefault(field => $"customfield_{fieldName.Trim('c', 'f', '[', ']')}" == field.Id)?.Values ?? []).Select(value => new { value = $"\"{value}\"", displayName = value }),
        });
        rest.MapGet("/api/3/resolution/search", () => new { values = Catalogue.Resolutions.Select(resolution => new { id = resolution.Id, name = resolution.Name }), isLast = true });
        rest.MapGet("/api/3/issue/{id}/transitions", (string id, JiraSite site) => site.Find(id) is { } issue
            ? Results.Json(new { transitions = Catalogue.Statuses.Where(status => status != issue.Status).Select(status => new { id = status.Id, name = status.Name, to = Shape(status) }) })
            : Results.NotFound());
        rest.MapPost("/api/3/issue/{id}/transitions", (string id, JsonObject body, JiraSite site) =>
        {
            if (site.Find(id) is not { } issue || Catalogue.Statuses.FirstOrDefault(status => status.Id == body["transition"]?["id"]?.GetValue<string>()) is not { } to)
                return Results.NotFound();
            site.Transition(issue, Catalogue.App, to, null);
            return Results.NoContent();
        });
    }

    private static object Shape(Status status) => new { id = status.Id, name = status.Name, statusCategory = new { key = status.Category, name = status.Category } };
}
