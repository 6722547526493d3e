using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Notifications.Channels.JiraRequests;

/// <summary>A notice as a comment that the customer of a request reads, in Jira's document format, marked with our id. Pure.</summary>
internal static class RequestComment
{
    private const string PropertyKey = "jsmconnector-update";
    private const int Longest = 20_000;

    public static object Of(Notice notice) => new
    {
        body = new
        {
            type = "doc",
            version = 1,
            content = Paragraphs(notice).ToArray(),
        },
        properties = new object[]
        {
            new { key = "sd.public.comment", value = new { @internal = false } },
            new { key = PropertyKey, value = new { id = notice.Id } },
        },
    };

    public static bool Is(JiraComment comment, Notice notice) => comment.Properties.ValueKind == JsonValueKind.Array && comment.Properties.EnumerateArray()
        .Any(property => Text(property, "key") == PropertyKey && property.TryGetProperty("value", out var value) && Text(value, "id") == notice.Id);

    private static IEnumerable<object> Paragraphs(Notice notice)
    {
        var head = $"{notice.Title}: {notice.StageInWords}";
        yield return Paragraph(Plain(notice.Correction.Length > 0 ? $"{notice.Correction}: {head}" : head, true));
        foreach (var paragraph in FitWords.To(notice.TextWithPromise, Longest).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            yield return Paragraph(Lines(paragraph));
        if (notice.Link is { } link)
            yield return Paragraph(new { type = "text", text = notice.Language["more"], marks = new[] { new { type = "link", attrs = new { href = link } } } });
    }

    private static object[] Lines(string paragraph) =>
        [.. paragraph.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany((line, index) => index == 0 ? new[] { Plain(line) } : new object[] { new { type = "hardBreak" }, Plain(line) })];

    private static object Paragraph(params object[] content) => new { type = "paragraph", content };

    private static object Plain(string text, bool isStrong = false) => isStrong ? new { type = "text", text, marks = new[] { new { type = "strong" } } } : (object)new { type = "text", text };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
