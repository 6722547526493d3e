using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>A page of <see cref="FakeConfluence"/>. Methods are what people do in Confluence's own screens.</summary>
public sealed partial class FakeConfluencePage(string id, string spaceId, string? parentId, string title, string body)
{
    public string Id { get; } = id;
    public string SpaceId { get; } = spaceId;
    public string? ParentId { get; } = parentId;
    public string Title { get; set; } = title;

    /// <summary>As Confluence keeps it: not quite as it was sent.</summary>
    public string Body { get; private set; } = Rewritten(body);
    public string Status { get; set; } = "current";
    public int Version { get; private set; } = 1;
    public string? Note { get; private set; }
    public Dictionary<string, JsonNode> Properties { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);

    public void Write(string title, string body, string? note) => (Title, Body, Version, Note) = (title, Rewritten(body), Version + 1, note);

    public void EditedByPeople(string added = "<p>What we learned later.</p>") => Write(Title, Body + added, null);

    public void RenamedByPeople(string title) => (Title, Version, Note) = (title, Version + 1, null);

    public JsonObject Json(bool withBody) => new()
    {
        ["id"] = Id,
        ["status"] = Status,
        ["title"] = Title,
        ["spaceId"] = SpaceId,
        ["parentId"] = ParentId,
        ["version"] = new JsonObject { ["number"] = Version, ["message"] = Note ?? "", ["minorEdit"] = false, ["createdAt"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture) },
        ["body"] = withBody ? new JsonObject { ["storage"] = new JsonObject { ["representation"] = "storage", ["value"] = Body } } : new JsonObject(),
        ["_links"] = new JsonObject { ["webui"] = $"/spaces/{SpaceId}/pages/{Id}" },
    };

    /// <summary>Macros get ids, empty elements get another form.</summary>
    private static string Rewritten(string body) => Macro().Replace(body.Replace(" />", "/>", StringComparison.Ordinal), match => $"{match.Value} ac:schema-version=\"1\" ac:macro-id=\"{match.Index}\"");

    [GeneratedRegex("<ac:structured-macro ac:name=\"[a-z-]+\"(?! ac:schema)", RegexOptions.None, 1000)]
    private static partial Regex Macro();
}
