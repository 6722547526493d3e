using System.Text;
using System.Text.Json.Nodes;
using JsmConnector.Sandbox.Wiki;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>What Confluence does with pages, and what it refuses.</summary>
public sealed partial class FakeConfluence
{
    private static readonly string[] MembersOfNew = ["spaceId", "status", "title", "parentId", "body"];
    private static readonly string[] MembersOfChanged = ["id", "status", "title", "body", "version"];

    private (int Status, JsonNode? Body) Create(JsonObject wish)
    {
        if (Mistake(wish, MembersOfNew) is { } mistake)
            return mistake;
        if (!Spaces.ContainsValue((string?)wish["spaceId"] ?? ""))
            return NotFound();
        var parent = (string?)wish["parentId"];
        if (parent is not null && _pages.All(page => page.Id != parent || page.Status != "current"))
            return NotFound();
        var title = (string)wish["title"]!;
        // Titles are unique in a space, archived pages included; the trash keeps none.
        if (_pages.Any(page => page.SpaceId == (string)wish["spaceId"]! && page.Title == title && page.Status is "current" or "archived"))
            return (400, Error(400, "A page with this title already exists: A page already exists with the same TITLE in this space"));
        var made = new FakeConfluencePage(NextId(), (string)wish["spaceId"]!, parent, title, Value(wish));
        _pages.Add(made);
        return (200, made.Json(true));
    }

    private static (int Status, JsonNode? Body) OnPage(HttpRequest request, string method, string[] rest, FakeConfluencePage page, JsonNode? body) => (method, rest) switch
    {
        ("GET", []) => (200, page.Json(request.Query["body-format"] == "storage")),
        ("PUT", []) => Change(page, body as JsonObject ?? []),
        ("DELETE", []) => Trash(page),
        ("GET", ["properties"]) => (200, Results([.. page.Properties.Where(property => property.Key == request.Query["key"])
            .Select((property, index) => new JsonObject { ["id"] = $"{index + 1}", ["key"] = property.Key, ["value"] = property.Value.DeepClone() })])),
        ("POST", ["properties"]) => AddProperty(page, body as JsonObject ?? []),
        _ => NotFound(),
    };

    private static (int Status, JsonNode? Body) Change(FakeConfluencePage page, JsonObject wish)
    {
        if (Mistake(wish, MembersOfChanged) is { } mistake)
            return mistake;
        if (page.Status != "current" || (string?)wish["id"] != page.Id)
            return (400, Error(400, "The page cannot be changed"));
        if ((int?)wish["version"]?["number"] != page.Version + 1)
            return (409, Error(409, "Version must be incremented when updating a page"));
        page.Write((string)wish["title"]!, Value(wish), (string?)wish["version"]!["message"]);
        return (200, page.Json(true));
    }

    private static (int Status, JsonNode? Body) Trash(FakeConfluencePage page)
    {
        page.Status = "trashed";
        return (204, null);
    }

    private static (int Status, JsonNode? Body) AddProperty(FakeConfluencePage page, JsonObject wish)
    {
        if (wish["key"] is null || wish["value"] is null || wish.Count != 2)
            return (400, Error(400, "Provide key and value"));
        return page.Properties.TryAdd((string)wish["key"]!, wish["value"]!.DeepClone())
            ? (200, new JsonObject { ["id"] = "1", ["key"] = (string)wish["key"]! })
            : (409, Error(409, "The property exists"));
    }

    private static (int Status, JsonNode? Body) Label(FakeConfluencePage page, JsonArray labels)
    {
        foreach (var label in labels)
        {
            if (label is not JsonObject { Count: 2 } || (string?)label["prefix"] != "global" || (string?)label["name"] is not { Length: > 0 } name || name.Any(c => char.IsUpper(c) || c == ' '))
                return (400, new JsonObject { ["statusCode"] = 400, ["message"] = "The label is not valid" });
            page.Labels.Add(name);
        }
        return (200, Results([]));
    }

    private static (int Status, JsonNode? Body)? Mistake(JsonObject wish, string[] members)
    {
        if (wish.Select(member => member.Key).Except(members).FirstOrDefault() is { } unknown)
            return (400, Error(400, $"Unrecognized field {unknown}"));
        if (wish["title"] is not JsonValue || (string?)wish["status"] != "current" || wish["body"] is not JsonObject { Count: 2 } body || (string?)body["representation"] != "storage")
            return (400, Error(400, "title, status and a body in storage format are needed"));
        var value = (string?)body["value"] ?? "";
        if (Encoding.UTF8.GetByteCount(value) > LargestBody)
            return (413, Error(413, "The body is too large"));
        return CheckStorage.Mistakes(value) is [var broken, ..] ? (400, Error(400, $"Error parsing xhtml: {broken}")) : null;
    }

    private static string Value(JsonObject wish) => (string)wish["body"]!["value"]!;
}
