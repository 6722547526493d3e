using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>
/// Jira writes `2024-10-08T16:38:03.790+0800`, in the zone of the account that asks and without a colon in the offset,
/// which System.Text.Json does not read.
/// </summary>
public static class JiraTimestamp
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd",
    ];

    /// <returns>UTC, or null for what is no time.</returns>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out var time)
            ? time
            : null;

    /// <summary>A member of a JSON object; numbers are milliseconds since 1970, as in `timestamp` of webhooks.</summary>
    public static DateTimeOffset? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Parse(element.GetString()),
        JsonValueKind.Number when element.TryGetInt64(out var milliseconds) => FromMilliseconds(milliseconds),
        _ => null,
    };

    internal static DateTimeOffset? FromMilliseconds(long milliseconds) =>
        milliseconds is > -62_135_596_800_000 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}

/// <summary>Reads what <see cref="JiraTimestamp"/> reads; writes Jira's own form in UTC.</summary>
public sealed class JiraTimestampConverter : JsonConverter<DateTimeOffset?>
{
    public override bool HandleNull => true;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return JiraTimestamp.Parse(reader.GetString());
            case JsonTokenType.Number when reader.TryGetInt64(out var milliseconds):
                return JiraTimestamp.FromMilliseconds(milliseconds);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteStringValue(time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
