using System.Text;
using System.Text.Json.Nodes;

namespace JsmConnector.Sandbox.Wiki;

/// <summary>The endpoints of Confluence's REST interface that write and find pages. Every call must carry the wiki's API token.</summary>
public static class WikiInterface
{
    public const string Account = "writer@example.com";
    public const string Token = "sandbox-wiki-token";

    public static void Map(WebApplication routes)
    {
        var wiki = routes.MapGroup("/wiki").AddEndpointFilter((context, next) =>
            context.HttpContext.Request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Token}"))}"
                ? next(context)
                : ValueTask.FromResult<object?>(Refused(401, "Unauthorized")));
        wiki.MapGet("/api/v2/spaces", (string? keys) => Found(keys == WikiSpace.Key ? [new JsonObject { ["id"] = WikiSpace.Id, ["key"] = WikiSpace.Key }] : []));
        wiki.MapGet("/api/v2/pages", (string title, WikiSpace space) => Found([.. space.Pages.Where(page => page.Title == title && page.Status != "trashed").Select(Json)]));
        wiki.MapPost("/api/v2/pages", Create);
        wiki.MapGet("/api/v2/pages/{id}", (string id, WikiSpace space) => On(space, id, page => Results.Json(Json(page))));
        wiki.MapPut("/api/v2/pages/{id}", (string id, JsonObject wish, WikiSpace space) => On(space, id, page =>
            space.Change(page, Title(wish), Storage(wish), (int?)wish["version"]?["number"] ?? 0, (string?)wish["version"]?["message"], "JsmConnector") is var (status, problem)
                ? Refused(status, problem)
                : Results.Json(Json(page))));
        wiki.MapDelete("/api/v2/pages/{id}", (string id, WikiSpace space) => On(space, id, page =>
        {
            page.Status = "trashed";
            return Results.NoContent();
        }));
        wiki.MapGet("/api/v2/pages/{id}/properties", (string id, string key, WikiSpace space) => On(space, id, page => Found(
            page.Properties.TryGetValue(key, out var value) ? [new JsonObject { ["id"] = "1", ["key"] = key, ["value"] = value.DeepClone() }] : [])));
        wiki.MapPost("/api/v2/pages/{id}/properties", (string id, JsonObject wish, WikiSpace space) => On(space, id, page =>
            page.Properties.TryAdd((string?)wish["key"] ?? "", wish["value"]?.DeepClone() ?? new JsonObject()) ? Results.Json(new { id = "1" }) : Refused(409, "The property exists")));
        wiki.MapPost("/rest/api/content/{id}/label", (string id, JsonArray labels, WikiSpace space) => On(space, id, page =>
        {
            page.Labels.UnionWith(labels.Select(label => (string?)label?["name"] ?? ""));
            return Found([]);
        }));
    }

    private static IResult Create(JsonObject wish, WikiSpace space)
    {
        var (page, status, problem) = space.Create(Title(wish), Storage(wish));
        return page is null ? Refused(status, problem ?? "") : Results.Json(Json(page));
    }

    private static IResult On(WikiSpace space, string id, Func<WikiPage, IResult> act) => space.Find(id) is { } page ? act(page) : Refused(404, "Not Found");

    private static string Title(JsonObject wish) => (string?)wish["title"] ?? "";

    private static string Storage(JsonObject wish) => (string?)wish["body"]?["value"] ?? "";

    private static IResult Found(JsonNode[] entries) => Results.Json(new JsonObject { ["results"] = new JsonArray(entries), ["_links"] = new JsonObject() });

    private static IResult Refused(int status, string title) => Results.Json(new { errors = new[] { new { status, code = "REFUSED", title } } }, statusCode: status);

    private static JsonObject Json(WikiPage page) => new()
    {
        ["id"] = page.Id,
        ["status"] = page.Status,
        ["title"] = page.Title,
        ["spaceId"] = WikiSpace.Id,
        ["version"] = new JsonObject { ["number"] = page.Version, ["message"] = page.Note ?? "" },
        ["body"] = new JsonObject { ["storage"] = new JsonObject { ["representation"] = "storage", ["value"] = page.Storage } },
        ["_links"] = new JsonObject { ["webui"] = page.Path },
    };
}
