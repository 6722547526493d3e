using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;

namespace JsmConnector.Notifications.Channels.Email;

/// <summary>What a mail provider tells of a message that it could not deliver after all: `{"messageId":"…","status":"5.1.1"}`. Pure.</summary>
/// <param name="Delivery">From the message's id, which is the delivery's.</param>
/// <param name="Status">Enhanced status code (RFC 3463).</param>
public sealed record MailBounce(Guid Delivery, string Status)
{
    public static MailBounce? Read(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject read && Text(read, "messageId") is { } message && Text(read, "status") is { Length: >= 5 and <= 11 } status && status.Split('.').Length == 3
                && Guid.TryParseExact(message.Trim('<', '>', ' ').Split('@')[0], "N", out var id)
                ? new MailBounce(id, status)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Null for trouble that passes: the provider tries again by itself.</returns>
    public DeliveryOutcome.Never? Outcome => Status switch
    {
        "5.1.7" or "5.1.8" => new($"The reader's mail server does not take the sender's address ({Status}). Look at Smtp__From."),
        ['5', '.', '1', '.', ..] => new($"There is no such mailbox ({Status}). Take it out, or mend it.") { BreaksDestination = true },
        ['5', '.', '2', '.', ..] => new($"The mailbox takes no messages ({Status}). Take it out, or mend it.") { BreaksDestination = true },
        // A policy of the other side speaks about the sender, not about the reader.
        ['5', '.', '7', '.', ..] => new($"The reader's mail server refuses our messages by policy ({Status}). Look at SPF, DKIM and DMARC of the sender's domain."),
        ['5', '.', ..] => new($"The message came back ({Status})."),
        _ => null,
    };

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
