using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JsmConnector.Webhooks.Forge;

public abstract record NormalisedTrigger
{
    private NormalisedTrigger() { }

    /// <param name="Key">The same over Forge's retries; Forge names no delivery.</param>
    /// <param name="Body">As Jira's webhook would have told it.</param>
    public sealed record Event(string Key, byte[] Body) : NormalisedTrigger;

    /// <summary>Not worth a row: Forge calls again for nothing on anything but success.</summary>
    public sealed record Uninteresting(string Why) : NormalisedTrigger;
}

/// <summary>A product trigger of Forge in the form of Jira's webhook, so that both go one way from the inbox on. Pure.</summary>
public static class NormaliseTrigger
{
    /// <summary>Begins the delivery keys of this door.</summary>
    public const string KeyPrefix = "forge:";

    /// <param name="receivedAt">Stands in where the trigger tells no time of its own. Not part of the key: a retry comes later.</param>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static NormalisedTrigger Of(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
        var root = document.RootElement;
        if (NameOf(root.Text("eventType")) is not { } name)
            return new NormalisedTrigger.Uninteresting($"the event {ReadIssue.Cut(root.Text("eventType") ?? "without a name", 100)} concerns no incident");
        if (root.Member("selfGenerated").ValueKind == JsonValueKind.True)
            return new NormalisedTrigger.Uninteresting(TranslateWebhook.OwnEdit);
        var issue = root.Member("issue");
        if (issue.Text("id") is not { Length: > 0 } id)
            return new NormalisedTrigger.Uninteresting("the event carries no issue");
        var at = root.Epoch("timestamp") ?? root.Member("comment").Time("updated") ?? issue.Member("fields").Time("updated");
        return new NormalisedTrigger.Event(Key(root, name, id, at), Body(root, name, at ?? receivedAt));
    }

    private static string? NameOf(string? eventType) => eventType switch
    {
        "avi:jira:created:issue" => "jira:issue_created",
        "avi:jira:updated:issue" or "avi:jira:assigned:issue" => "jira:issue_updated",
        "avi:jira:deleted:issue" => "jira:issue_deleted",
        "avi:jira:commented:issue" => "comment_created",
        "avi:jira:deleted:comment" => "comment_deleted",
        _ => null,
    };

    /// <summary>`retryContext` is left out, and so is the token's `jti`: both name the attempt and not the event.</summary>
    private static string Key(JsonElement root, string name, string issueId, DateTimeOffset? at)
    {
        var changelog = root.Member("changelog");
        var told = string.Join('\n',
            name,
            issueId,
            at?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            changelog.Text("id"),
            changelog.ValueKind == JsonValueKind.Object ? changelog.Member("items").ToString() : "",
            root.Member("comment").Text("id"),
            root.Member("comment").Text("updated"));
        return $"{KeyPrefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told)))}";
    }

    private static byte[] Body(JsonElement root, string name, DateTimeOffset at)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("webhookEvent", name);
            writer.WriteNumber("timestamp", at.ToUnixTimeMilliseconds());
            // Forge tells few fields of an issue, and not whether it has a security level: nothing may be decided by them.
            writer.WriteBoolean(TranslateWebhook.PartialMember, true);
            foreach (var member in (string[])["issue", "changelog", "comment"])
            {
                if (root.Member(member) is { ValueKind: JsonValueKind.Object } value)
                {
                    writer.WritePropertyName(member);
                    value.WriteTo(writer);
                }
            }

            // Forge names the person by id only; enough to know our own account by.
            if (root.Text("atlassianId") is { Length: > 0 } account)
            {
                writer.WriteStartObject("user");
                writer.WriteString("accountId", account);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}
