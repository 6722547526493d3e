using System.Globalization;
using System.Text.Json;
using JsmConnector.Platform;

namespace JsmConnector.Webhooks;

/// <summary>Reading JSON whose members may be missing, null or of another type. Jira sends numbers as text and text as numbers.</summary>
internal static class LenientJson
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonProperty> Members(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : [];

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    public static string? Text(this JsonElement element, string name) => element.Member(name).Text();

    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                // PostgreSQL text holds no NUL; one would stop the whole batch that it is written with.
                JsonValueKind.String => element.GetString()?.Replace("\0", "", StringComparison.Ordinal),
                JsonValueKind.Number => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate cannot become a string.
            return null;
        }
    }

    public static DateTimeOffset? Time(this JsonElement element, string name) => JiraTime.Read(element.Text(name));

    /// <summary>Milliseconds since 1970 as a number or as text; anything else is null.</summary>
    public static DateTimeOffset? Epoch(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
