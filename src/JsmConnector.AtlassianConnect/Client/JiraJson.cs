using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Reads answers whose shape Jira varies: anything may be missing, null or of another type.</summary>
internal static class JiraJson
{
    /// <summary>A comment of nested lists is far deeper than the usual 64: two levels for each, around the answer's own.</summary>
    public static JsonSerializerOptions Options { get; } = new() { MaxDepth = 512 };

    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public static IEnumerable<JsonElement> List(JsonElement body, string name) =>
        Member(body, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>Three ways to say it: `isLast`, `isLastPage`, or `total`. None of them means go on until a page is empty.</summary>
    public static bool IsLast(JsonElement body, int readSoFar)
    {
        foreach (var name in (string[])["isLast", "isLastPage"])
        {
            if (Member(body, name).ValueKind is var said and (JsonValueKind.True or JsonValueKind.False))
            {
                return said == JsonValueKind.True;
            }
        }

        return Member(body, "total") is { ValueKind: JsonValueKind.Number } total && total.TryGetInt32(out var count) && readSoFar >= count;
    }

    /// <summary>Null for an item that does not fit: one odd entry must not hide the others.</summary>
    public static T? Read<T>(JsonElement item)
        where T : class
    {
        try
        {
            return item.Deserialize<T>(Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
