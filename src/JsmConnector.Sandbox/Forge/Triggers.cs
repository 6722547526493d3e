using System.Text.Json.Nodes;
using JsmConnector.Sandbox.Webhooks;

namespace JsmConnector.Sandbox.Forge;

/// <summary>https://developer.atlassian.com/platform/forge/events-reference/jira/</summary>
public static class Triggers
{
    public static JsonObject Of(OutgoingWebhook webhook)
    {
        var told = JsonNode.Parse(webhook.Body)!.AsObject();
        var trigger = new JsonObject { ["eventType"] = Name(webhook.Event) };
        // Of an issue Forge tells these alone; a receiver that needs more must ask.
        if (told["issue"]?["fields"] is JsonObject fields)
        {
            foreach (var unsaid in fields.Select(field => field.Key).Except(["summary", "issuetype", "creator", "created", "project", "reporter", "assignee", "updated", "status"]).ToList())
                fields.Remove(unsaid);
        }
        foreach (var member in (string[])["issue", "changelog", "comment", "timestamp"])
        {
            if (told[member] is { } value)
                trigger[member] = value.DeepClone();
        }
        return trigger;
    }

    private static string Name(string webhook) => webhook switch
    {
        "jira:issue_created" => "avi:jira:created:issue",
        "jira:issue_deleted" => "avi:jira:deleted:issue",
        "comment_created" => "avi:jira:commented:issue",
        "comment_deleted" => "avi:jira:deleted:comment",
        _ => "avi:jira:updated:issue",
    };
}
