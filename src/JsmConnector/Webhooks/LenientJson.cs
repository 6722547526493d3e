using System.Globalization;
using System.Text.Json;

namespace JsmConnector.Webhooks;

/// <summary>Reading JSON whose members may be missing, null or of another type. Jira sends numbers as text and text as numbers.</summary>
internal static class LenientJson
{
    /// <summary>`2024-10-08T16:38:03.790+0800`: Jira writes the offset without a colon (facts of the v2 and v3 REST API).</summary>
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

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

    public static DateTimeOffset? Time(this JsonElement element, string name)
    {
        if (element.Text(name) is not { } text)
            return null;
        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out exact)
                ? exact.ToUniversalTime()
                : null;
    }

    /// <summary>Milliseconds since 1970 as a number or as text; anything else is null.</summary>
    public static DateTimeOffset? Epoch(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
