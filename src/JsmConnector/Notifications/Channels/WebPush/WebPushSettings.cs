using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.WebPush;

public sealed record WebPushSettings
{
    [Required, Secret, StringLength(2_000), Description("What the browser gave out when it subscribed, as JSON: endpoint and keys. Readers of a status page subscribe there by themselves.")]
    public string? Subscription { get; init; }
}
