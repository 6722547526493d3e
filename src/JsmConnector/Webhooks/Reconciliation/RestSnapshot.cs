using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>An issue as REST answers it, in the form of the webhook that was lost: one path for both, and so the same rules.</summary>
public static class RestSnapshot
{
    /// <summary>All that a webhook carries, since a site's own rules may ask for any of it, without what grows and no rule reads.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        ["*all", "-comment", "-description", "-environment", "-worklog", "-attachment", "-issuelinks", "-subtasks"];

    public const string KeyPrefix = "reconcile:";

    /// <summary>Names the edit, so that the same one found again is the same row of the inbox.</summary>
    public static string Key(string issueId, DateTimeOffset updated) => $"{KeyPrefix}{issueId}:{updated.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";

    /// <param name="last">The edit that was known last: a ticket can be hidden, shown and hidden again.</param>
    public static string KeyOfDeletion(string issueId, DateTimeOffset last) => $"{Key(issueId, last)}:deleted";

    /// <param name="hidden">When it was found to be gone.</param>
    public static string KeyOfReturn(string issueId, DateTimeOffset hidden) => $"{Key(issueId, hidden)}:shown";

    /// <summary>How far a page came of a search that is sorted by the time of the edit: a search that begins anew need not go back further.</summary>
    public static DateTimeOffset LatestOf(IReadOnlyList<JsonElement> page, DateTimeOffset earliest, DateTimeOffset latest)
    {
        var last = page.Count > 0 && page[^1].TryGetProperty("fields", out var fields) && fields.TryGetProperty("updated", out var updated) && updated.ValueKind == JsonValueKind.String
            ? JiraTimestamp.Parse(updated.GetString()) : null;
        return last is not { } at || at < earliest ? earliest : at > latest ? latest : at;
    }

    public static byte[] Updated(JsonElement issue, DateTimeOffset at) => Body("jira:issue_updated", at, writer => issue.WriteTo(writer));

    /// <summary>A ticket that Jira shows again: nobody edited it, so what counts is when it was seen.</summary>
    public static byte[] Returned(JsonElement issue, DateTimeOffset seenAt) =>
        Body("jira:issue_updated", seenAt, writer => issue.WriteTo(writer), writer => writer.WriteNumber(TranslateWebhook.SeenMember, seenAt.ToUnixTimeMilliseconds()));

    /// <param name="key">The last one known: Jira tells no more of a deleted issue.</param>
    public static byte[] Deleted(string issueId, string key, DateTimeOffset at) => Body("jira:issue_deleted", at, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", issueId);
        writer.WriteString("key", key);
        writer.WriteEndObject();
    });

    private static byte[] Body(string name, DateTimeOffset at, Action<Utf8JsonWriter> issue, Action<Utf8JsonWriter>? mark = null)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("webhookEvent", name);
            writer.WriteNumber("timestamp", at.ToUnixTimeMilliseconds());
            writer.WritePropertyName("issue");
            issue(writer);
            mark?.Invoke(writer);
            writer.WriteEndObject();
        }
        return body.ToArray();
    }
}
