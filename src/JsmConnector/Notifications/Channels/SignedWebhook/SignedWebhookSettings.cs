using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.SignedWebhook;

public sealed record SignedWebhookSettings
{
    [Required, Url, Description("Where the events are sent, https.")]
    public string? Url { get; init; }

    [Required, Secret, RegularExpression("^whsec_[A-Za-z0-9+/]{32,86}={0,2}$"), Description("whsec_ and 24 to 64 bytes in base64; the receiver checks signatures with it.")]
    public string? Secret { get; init; }
}
