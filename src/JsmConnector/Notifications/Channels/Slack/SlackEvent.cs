using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>What Slack tells by itself (docs.slack.dev/apis/events-api). Pure.</summary>
public abstract record SlackEvent
{
    private const int LongestChallenge = 500;

    /// <summary>Slack asks whether the address is ours; the answer is its own text.</summary>
    public sealed record Challenge(string Text) : SlackEvent;

    /// <summary>Somebody marked a message with an emoji, or took the mark back.</summary>
    /// <param name="Message">The message's time stamp, by which Slack knows it.</param>
    /// <param name="Emoji">Without colons and without the tone of the skin.</param>
    public sealed record Marked(string Channel, string Message, string Emoji, string User, DateTimeOffset At, bool IsTakenBack) : SlackEvent;

    /// <summary>Something that means nothing here.</summary>
    public sealed record Other : SlackEvent;

    /// <returns>Null for what is no event: commands and buttons come as forms.</returns>
    public static SlackEvent? Read(string body)
    {
        if (!body.StartsWith('{'))
            return null;
        try
        {
            return JsonNode.Parse(body) is not JsonObject read ? new Other() : (string?)read["type"] switch
            {
                "url_verification" when (string?)read["challenge"] is { Length: > 0 and <= LongestChallenge } challenge => new Challenge(challenge),
                "event_callback" when read["event"] is JsonObject told => Mark(told) ?? (SlackEvent)new Other(),
                _ => new Other(),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return new Other();
        }
    }

    /// <summary>`1699999999.000100`: seconds, and what tells messages of one second apart.</summary>
    public static DateTimeOffset? Time(string? stamp) =>
        decimal.TryParse(stamp, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 100_000_000_000 ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;

    private static Marked? Mark(JsonObject told) =>
        (string?)told["type"] is "reaction_added" or "reaction_removed" && told["item"] is JsonObject item && (string?)item["type"] == "message"
        && (string?)item["channel"] is { Length: > 0 } channel && (string?)item["ts"] is { Length: > 0 and <= 40 } message && Time(message) is not null && (string?)told["reaction"] is { Length: > 0 } emoji
            ? new Marked(channel, message, emoji.Split("::")[0], (string?)told["user"] ?? "", Time((string?)told["event_ts"]) ?? Time(message)!.Value, (string?)told["type"] == "reaction_removed")
            : null;
}
