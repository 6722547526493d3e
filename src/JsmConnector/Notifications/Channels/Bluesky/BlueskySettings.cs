using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.Bluesky;

public sealed record BlueskySettings
{
    [Required, RegularExpression(@"^[A-Za-z0-9.-]{3,253}$"), Description("Handle of the account, like status.acme.example.")]
    public string? Handle { get; init; }

    [Required, Secret, Description("An app password, made in the account's settings; not the account's own password.")]
    public string? AppPassword { get; init; }

    [Url, Description("Server of the account, when it is not bsky.social.")]
    public string? Server { get; init; }
}

/// <summary>Section `Bluesky`.</summary>
public sealed record BlueskyOptions
{
    public const string Section = "Bluesky";

    [Required, Url]
    public string ApiUrl { get; set; } = "https://bsky.social";
}
