using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tickets.Log;

/// <summary>The comment in Jira's document format, with the properties that make it internal and ours. Pure.</summary>
internal static class LogComment
{
    private const string PropertyKey = "jsmconnector-log";

    public static object Of(IncidentUpdate update, string language)
    {
        var words = Language.Of(language);
        var stage = string.Format(CultureInfo.InvariantCulture, ScreenWords.In(language, "{0}, told in public {1}"), ScreenWords.In(language, update.Stage.Label()), words.Exact(update.PublishedAt));
        var head = update.NextUpdateAt is { } next ? $"{stage}. {ScreenWords.In(language, "Next update by")} {words.Clock(next, update.PublishedAt)}." : $"{stage}.";
        return new
        {
            body = new { type = "doc", version = 1, content = new[] { Paragraph(head) }.Concat(update.CustomerWords.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Paragraph)).ToArray() },
            properties = new object[]
            {
                // Customers read comments of their tickets; this one is for the team.
                new { key = "sd.public.comment", value = new { @internal = true } },
                new { key = PropertyKey, value = new { update = update.Id.Public() } },
            },
        };
    }

    public static bool Is(JiraComment comment, IncidentUpdate update) =>
        comment.Properties.ValueKind == JsonValueKind.Array && comment.Properties.EnumerateArray().Any(property =>
            property.ValueKind == JsonValueKind.Object && property.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String && key.ValueEquals(PropertyKey)
            && property.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("update", out var told) && told.ValueKind == JsonValueKind.String && told.ValueEquals(update.Id.Public()));

    private static object Paragraph(string text) => new { type = "paragraph", content = new[] { new { type = "text", text } } };
}
