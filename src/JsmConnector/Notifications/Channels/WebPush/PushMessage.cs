using System.Globalization;
using System.Text.Json;

namespace JsmConnector.Notifications.Channels.WebPush;

/// <summary>What the browser's worker shows: a title, a line or two, and where they lead. Pure.</summary>
public static class PushMessage
{
    private const int MostTitle = 60, MostBody = 150;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    public static string Title(Notice notice) => FitWords.To(
        notice.Correction.Length > 0 ? $"{notice.Correction}: {notice.Title}" : notice.Number > 0 ? $"{notice.Title}: {notice.StageInWords}" : notice.Title, MostTitle);

    /// <summary>The time of the next word is never cut off.</summary>
    public static string Body(Notice notice)
    {
        var text = notice.Short ?? notice.Text;
        if (text.Length <= MostBody && (notice.NextLine.Length == 0 || text.EndsWith(notice.NextLine, StringComparison.Ordinal)))
            return text;
        return $"{FitWords.To(text, MostBody - notice.NextLine.Length)} {notice.NextLine}".TrimEnd();
    }

    public static string Json(Notice notice) => notice.Payload ?? JsonSerializer.Serialize(new
    {
        id = notice.Id,
        tag = notice.Incident,
        title = Title(notice),
        body = Body(notice),
        url = notice.Link,
        lang = notice.Language.Tag,
        more = notice.Language["more"],
        leave = notice.Reader is { } reader ? new { label = notice.Language["unsubscribe"], url = reader.Unsubscribe } : null,
    }, JsonSerializerOptions.Web);

    /// <summary>Seconds that a browser which is away may take; then the next word is due already.</summary>
    public static string Life(Notice notice, DateTimeOffset now) =>
        ((long)Math.Clamp(((notice.NextUpdateAt - now) ?? LongestLife).TotalSeconds, 60, LongestLife.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>A newer word about an incident replaces one that still waits; 32 characters of base64url at most.</summary>
    public static string Topic(Notice notice)
    {
        var topic = new string([.. notice.Incident.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')]);
        return topic.Length > 32 ? topic[..32] : topic;
    }
}
