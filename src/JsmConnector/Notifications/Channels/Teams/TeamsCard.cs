using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.Notifications.Channels.Teams;

/// <summary>An Adaptive Card 1.4 in the envelope that workflows expect. Teams takes about 28 KB; 21 KB have been measured as safe.</summary>
public static class TeamsCard
{
    public const int LargestBytes = 21_000;
    private const int LongestText = 16_000;

    public static string Head(Notice notice) => notice.Correction.Length > 0 ? $"{notice.Correction}: {notice.Title}" : notice.Title;

    public static string Small(Notice notice) =>
        string.Join(" · ", new[] { notice.IsReminder ? "" : notice.StageInWords, notice.IssueKey ?? "" }.Where(part => part.Length > 0));

    public static string Json(Notice notice)
    {
        var (text, json) = (FitWords.To(notice.TextWithPromise, LongestText), "");
        while (true)
        {
            json = Envelope(notice, text).ToJsonString(JsonSerializerOptions.Web);
            if (Encoding.UTF8.GetByteCount(json) <= LargestBytes)
                return json;
            text = FitWords.To(text, text.Length * 3 / 4);
        }
    }

    private static JsonObject Envelope(Notice notice, string text) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = Card(notice, text),
        }),
    };

    private static JsonObject Card(Notice notice, string text)
    {
        var body = new JsonArray(Block(Head(notice), block => (block["size"], block["weight"]) = ("Medium", "Bolder")), Block(text, _ => { }));
        if (Small(notice) is { Length: > 0 } small)
            body.Add(Block(small, block => (block["isSubtle"], block["size"]) = (true, "Small")));
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = body,
        };
        if (notice.Link is { } link)
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = notice.Language["more"], ["url"] = link });
        return card;
    }

    /// <summary>Text blocks read a little Markdown: what could be a link or an emphasis is shown as it was written.</summary>
    private static JsonObject Block(string text, Action<JsonObject> style)
    {
        var shown = new StringBuilder();
        foreach (var character in text)
            shown.Append(character is '[' or ']' or '*' or '_' or '\\' ? $"\\{character}" : character.ToString());
        var block = new JsonObject { ["type"] = "TextBlock", ["text"] = shown.ToString(), ["wrap"] = true };
        style(block);
        return block;
    }
}
