using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace JsmConnector.Notifications.Channels.Slack;

public enum SlackAct
{
    Show,
    TakeLead,
    Draft,
    Publish,
}

/// <summary>What somebody asked for in Slack, by the slash command or by a button.</summary>
/// <param name="User">Slack's id of the person.</param>
/// <param name="Issue">Key of a ticket; null asks for all that is open.</param>
/// <param name="Words">What somebody wants to say, or the draft under a button.</param>
/// <param name="Message">The message whose button was pressed; null for a command.</param>
public sealed record SlackCall(string Channel, string User, string Name, string? Issue, SlackAct Act, string? Words, string? Message)
{
    public const string LeadAction = "take-lead";

    /// <returns>Null for what is none of ours.</returns>
    public static SlackCall? Read(string body)
    {
        var form = QueryHelpers.ParseQuery(body);
        if (form.TryGetValue("payload", out var payload))
            return Pressed(payload.ToString());
        if (form.GetValueOrDefault("command").ToString().Length == 0)
            return null;
        var words = form.GetValueOrDefault("text").ToString().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (act, own) = words switch
        {
            [_, "lead"] => (SlackAct.TakeLead, null),
            [_, "draft"] => (SlackAct.Draft, null),
            [_, "say", var said] => (SlackAct.Draft, said),
            _ => (SlackAct.Show, (string?)null),
        };
        return new SlackCall(form.GetValueOrDefault("channel_id").ToString(), form.GetValueOrDefault("user_id").ToString(), form.GetValueOrDefault("user_name").ToString(), words is [var issue, ..] ? issue.ToUpperInvariant() : null, act, own, null);
    }

    private static SlackCall? Pressed(string payload)
    {
        try
        {
            if (JsonNode.Parse(payload) is not JsonObject read || (string?)read["type"] != "block_actions" || (read["actions"] as JsonArray)?.FirstOrDefault() is not JsonObject action)
                return null;
            var (name, value) = ((string?)action["action_id"], (string?)action["value"]);
            if (name is not (LeadAction or SlackDraft.PublishAction))
                return null;
            var message = read["message"] as JsonObject;
            return new SlackCall(
                (string?)read["channel"]?["id"] ?? "", (string?)read["user"]?["id"] ?? "", (string?)read["user"]?["name"] ?? (string?)read["user"]?["username"] ?? "",
                name == LeadAction ? value : value?.Split('\n')[0], name == LeadAction ? SlackAct.TakeLead : SlackAct.Publish, name == LeadAction ? null : value, (string?)message?["thread_ts"] ?? (string?)message?["ts"]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
