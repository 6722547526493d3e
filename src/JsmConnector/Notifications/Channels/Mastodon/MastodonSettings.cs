using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.Mastodon;

public sealed record MastodonSettings
{
    [Required, Url, Description("Address of the instance, like https://mastodon.social.")]
    public string? Instance { get; init; }

    [Required, Secret, Description("Access token of an application of the account, with the scope write:statuses.")]
    public string? Token { get; init; }
}
