using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>A ticket of <see cref="FakeJira"/>. Lists are what Jira would answer; methods add entries in its shape.</summary>
public sealed class FakeJiraIssue(string id, string key)
{
    // Ids of comments are one of a kind on a site, whatever ticket they stand at.
    private static int _next = 10_000;

    public string Id { get; } = id;
    public string Key { get; } = key;
    public JsonObject Fields { get; } = [];
    public List<JsonObject> Changes { get; } = [];
    public List<JsonObject> Comments { get; } = [];
    public List<JsonObject> ServiceLevels { get; } = [];
    public List<JsonObject> Approvals { get; } = [];

    /// <summary>By global id, as Jira keeps them; calls of one link are counted in <see cref="LinkCalls"/>.</summary>
    public Dictionary<string, JsonObject> RemoteLinks { get; } = new(StringComparer.Ordinal);
    public int LinkCalls { get; set; }

    /// <summary>Entity properties, and how often one was set.</summary>
    public Dictionary<string, JsonObject> Properties { get; } = new(StringComparer.Ordinal);
    public int PropertyCalls { get; private set; }

    public IResult Keep(string property, JsonObject value)
    {
        PropertyCalls++;
        var isNew = !Properties.ContainsKey(property);
        Properties[property] = value;
        return Results.StatusCode(isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    public FakeJiraIssue Changed(DateTimeOffset at, string field, string? from, string? to, string? fromText, string? toText, string author = "Ada Lovelace")
    {
        Changes.Add(new JsonObject
        {
            ["id"] = Next(),
            ["author"] = Account(author),
            ["created"] = Time(at),
            ["items"] = new JsonArray(new JsonObject
            {
                ["field"] = field,
                ["fieldtype"] = "jira",
                ["fieldId"] = field,
                ["from"] = from,
                ["fromString"] = fromText,
                ["to"] = to,
                ["toString"] = toText,
            }),
        });
        return this;
    }

    public FakeJiraIssue Commented(DateTimeOffset at, string text, bool isPublic = false, string author = "Grace Hopper", string type = "atlassian")
    {
        Comments.Add(new JsonObject
        {
            ["id"] = Next(),
            ["author"] = Account(author, type),
            ["body"] = new JsonObject
            {
                ["type"] = "doc",
                ["version"] = 1,
                ["content"] = new JsonArray(new JsonObject { ["type"] = "paragraph", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }),
            },
            ["jsdPublic"] = isPublic,
            ["created"] = Time(at),
            ["updated"] = Time(at),
        });
        return this;
    }

    /// <summary>A comment of the app; Jira writes the text and its properties in one call.</summary>
    public Microsoft.AspNetCore.Http.IResult Write(string? comment, JsonObject wish)
    {
        if (wish["body"] is not JsonObject { } body || (string?)body["type"] != "doc")
            return Microsoft.AspNetCore.Http.Results.Json(new { errorMessages = new[] { "Comment body is not valid!" } }, statusCode: 400);
        var held = comment is null ? null : Comments.FirstOrDefault(known => (string?)known["id"] == comment);
        if (comment is not null && held is null)
            return Microsoft.AspNetCore.Http.Results.Json(new { errorMessages = new[] { "Can not find a comment for the id" } }, statusCode: 404);
        if (held is null)
            Comments.Add(held = new JsonObject { ["id"] = Next(), ["author"] = Account("JsmConnector", "app"), ["created"] = Time(DateTimeOffset.UtcNow) });
        held["body"] = body.DeepClone();
        held["properties"] = wish["properties"]?.DeepClone();
        held["updated"] = Time(DateTimeOffset.UtcNow);
        held["updateAuthor"] = Account("JsmConnector", "app");
        return Microsoft.AspNetCore.Http.Results.Json(new { id = (string?)held["id"] }, statusCode: comment is null ? 201 : 200);
    }

    /// <summary>In Jira's own screens; the properties of a comment stay.</summary>
    public void EditedByPeople(JsonObject comment, string text, string author = "Grace Hopper")
    {
        comment["body"]!["content"]!.AsArray().Add(new JsonObject { ["type"] = "paragraph", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) });
        comment["updateAuthor"] = Account(author);
    }

    private static string Next() => Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);

    private static JsonObject Account(string name, string type = "atlassian") => new()
    {
        ["accountId"] = name.ToLowerInvariant().Replace(' ', '-'),
        ["displayName"] = name,
        ["accountType"] = type,
        ["active"] = true,
    };

    // In the zone of an account and without a colon in the offset, as Jira writes.
    private static string Time(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0800";
}
