using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.AtlassianConnect.Forge.Manifest;

/// <summary>Writes a tree as YAML in block form. Text that YAML could take for something else is quoted as JSON quotes it, which YAML reads too.</summary>
public static class Yaml
{
    public static string Write(JsonObject root)
    {
        var text = new StringBuilder();
        WriteMembers(text, root, 0, firstInline: false);
        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, JsonObject members, int depth, bool firstInline)
    {
        foreach (var (name, value) in members)
        {
            Indent(text, firstInline ? 0 : depth).Append(Scalar(name)).Append(':');
            firstInline = false;
            WriteValue(text, value, depth + 1);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                WriteMembers(text, members, depth, firstInline: false);
                break;
            case JsonArray { Count: > 0 } items when items.All(item => item is JsonValue):
                text.Append(" [").AppendJoin(", ", items.Select(item => Scalar(item!.AsValue()))).Append("]\n");
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                foreach (var item in items)
                {
                    Indent(text, depth).Append("- ");
                    WriteMembers(text, item!.AsObject(), depth + 1, firstInline: true);
                }

                break;
            case JsonValue scalar:
                text.Append(' ').Append(Scalar(scalar)).Append('\n');
                break;
            default:
                text.Append(' ').Append(value is JsonArray ? "[]" : value is JsonObject ? "{}" : "null").Append('\n');
                break;
        }
    }

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', depth * 2);

    private static string Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => Scalar(value.GetValue<string>()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToJsonString().ToString(CultureInfo.InvariantCulture),
    };

    private static string Scalar(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '/')
        && !text.EndsWith(':') && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n")
            ? text
            : $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
