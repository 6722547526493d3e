using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.SlackWebhook;

public sealed record SlackWebhookSettings
{
    [Required, Url, Secret, Description("The address of an incoming webhook, like https://hooks.slack.com/services/…: made under Incoming Webhooks of a Slack app.")]
    public string? Url { get; init; }
}
