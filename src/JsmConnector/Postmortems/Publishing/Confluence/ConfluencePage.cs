using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>What matters to us of a page as Confluence tells it.</summary>
/// <param name="Status">`current`, `archived`, `trashed`, `draft` …</param>
/// <param name="Note">What the last writer said about the version.</param>
/// <param name="BodyHash">Of the text as Confluence returned it; null when it returned none. Confluence rewrites what it is sent, so only its own answers can be compared.</param>
public sealed record ConfluencePage(string Id, string Status, string Title, int Version, string? Note, string? BodyHash, string Body, string? WebPath)
{
    /// <returns>Null when it is no page.</returns>
    public static ConfluencePage? Read(JsonElement json)
    {
        if (Text(json, "id") is not { } id || id.Length > 30 || !id.All(char.IsAsciiDigit))
            return null;
        var version = Member(json, "version");
        var body = Text(Member(Member(json, "body"), "storage"), "value");
        return new ConfluencePage(
            id, Text(json, "status") ?? "current", Text(json, "title") ?? "",
            int.TryParse(Text(version, "number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1,
            Text(version, "message"), body is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..16], body ?? "",
            Text(Member(json, "_links"), "webui"));
    }

    public static IReadOnlyList<ConfluencePage> ReadList(JsonElement json) =>
        Member(json, "results") is { ValueKind: JsonValueKind.Array } results ? [.. results.EnumerateArray().Select(Read).OfType<ConfluencePage>()] : [];

    /// <summary>The id of the first entry of a list; null when it is empty.</summary>
    public static string? FirstId(JsonElement json) =>
        Member(json, "results") is { ValueKind: JsonValueKind.Array } results ? results.EnumerateArray().Select(entry => Text(entry, "id")).FirstOrDefault(id => id is not null) : null;

    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(JsonElement json, string name) => Member(json, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>Where people read it.</summary>
    public string UrlAt(ConfluenceAccess access) =>
        $"{access.SiteUrl}/wiki{(WebPath is { Length: > 0 } path && path.StartsWith('/') ? path : $"/pages/viewpage.action?pageId={Id}")}";
}
