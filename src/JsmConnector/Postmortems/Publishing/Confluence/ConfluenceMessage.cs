using System.Text;
using System.Text.Json;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>The reason of a refusal: `{"errors":[{"title","detail"}]}` of v2, `{"message"}` of v1, or nothing that can be read.</summary>
internal static class ConfluenceMessage
{
    private const int Longest = 300;

    public static string Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var line = Clean(string.Join("; ", Texts(json.RootElement).Where(text => text.Length > 0).Distinct()));
            return line.Length > Longest ? line[..Longest] : line;
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static IEnumerable<string> Texts(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            yield break;
        if (json.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.Object))
            {
                yield return Text(error, "title");
                yield return Text(error, "detail");
            }
        }
        yield return Text(json, "message");
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
            clean.Append(char.IsControl(c) ? ' ' : c);
        return clean.ToString().Trim();
    }
}
