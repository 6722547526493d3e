using System.Text.Json;

namespace JsmConnector.Webhooks;

/// <summary>The little that must be known of a body before it is stored: which event, and which issue it belongs to.</summary>
/// <param name="Problem">Why the body cannot be read; null when it can. An unreadable body is stored too, for the administrator.</param>
public sealed record WebhookEnvelope(string Event, string Lane, string? Problem)
{
    public const string NoLane = "-";
    private const int LongestEvent = 100;

    /// <summary>Why the event is of no concern whatever it says; null when that is still to be found out.</summary>
    public string? NotOurs { get; init; }

    /// <summary>One forward pass without building a document: this runs on the request path.</summary>
    public static WebhookEnvelope Read(ReadOnlySpan<byte> body)
    {
        string? name = null, issue = null, commentSelf = null;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return new WebhookEnvelope("unreadable", NoLane, "The body is not a JSON object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("webhookEvent"u8))
                    name = Text(ref reader);
                else if (reader.ValueTextEquals("issue"u8))
                    issue = Member(ref reader, "id"u8);
                else if (reader.ValueTextEquals("comment"u8))
                    commentSelf = Member(ref reader, "self"u8);
                else
                    Skip(ref reader);
            }
            if (reader.Read())
                return new WebhookEnvelope("unreadable", NoLane, "The body goes on after its end.");
        }
        catch (JsonException exception)
        {
            return new WebhookEnvelope(Short(name ?? "unreadable"), NoLane,
                $"The body is not valid JSON (line {exception.LineNumber + 1}, position {exception.BytePositionInLine}).");
        }
        catch (InvalidOperationException)
        {
            return new WebhookEnvelope("unreadable", NoLane, "The body holds text that is not valid UTF-8.");
        }
        var lane = issue ?? IssueOf(commentSelf) ?? NoLane;
        return new WebhookEnvelope(Short(name ?? ""), lane.Length > 50 || lane.Contains('\0') ? NoLane : lane, name is null ? "The body names no webhookEvent." : null);
    }

    /// <summary>Server leaves out the issue of a comment; its address holds the id: …/issue/{id}/comment/{id}.</summary>
    private static string? IssueOf(string? commentSelf)
    {
        const string marker = "/issue/";
        if (commentSelf?.IndexOf(marker, StringComparison.Ordinal) is not (>= 0 and var at))
            return null;
        var id = commentSelf[(at + marker.Length)..].Split('/')[0];
        return id.Length > 0 && id.All(char.IsAsciiDigit) ? id : null;
    }

    private static string? Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> member)
    {
        string? found = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(member))
                found = Text(ref reader);
            else
                Skip(ref reader);
        }
        return found;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number when reader.TryGetInt64(out var number):
                return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            default:
                reader.Skip();
                return null;
        }
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static string Short(string name) => ReadIssue.Cut(name, LongestEvent)!;
}
