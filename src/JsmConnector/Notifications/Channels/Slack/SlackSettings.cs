using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.Slack;

public sealed record SlackSettings
{
    [Required, RegularExpression("^[A-Z][A-Z0-9]{5,20}$"), Description("Id of the Slack channel, like C0123456789: at the end of its details. Invite the bot there.")]
    public string? Channel { get; init; }

    [Required, Secret, RegularExpression("^xox[a-z]-[A-Za-z0-9-]{10,200}$"), Description("Bot token, xoxb-…, with the scopes chat:write and channels:history, for a private channel groups:history.")]
    public string? Token { get; init; }

    [Secret, RegularExpression("^[0-9a-f]{32}$"), Description("Signing secret of the Slack app, for its slash command and buttons; left out: nobody is heard from Slack.")]
    public string? SigningSecret { get; init; }

    [MaxLength(1_000), Description("Member ids, separated by commas, of those who may publish to customers from Slack while they lead, like U0123456789; left out: nobody may, and drafts are published on the ticket.")]
    public string? Publishers { get; init; }

    [RegularExpression("^[a-z0-9_+'-]{1,100}$"), Description("Name of the emoji by which people put a message of this channel on the timeline of its incident, like pushpin; left out: none does. The bot needs the scope reactions:read, and its events reaction_added and reaction_removed the address of the slash command.")]
    public string? Emoji { get; init; }

    internal bool MayPublish(string user) => (Publishers ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(user, StringComparer.Ordinal);
}

/// <summary>Section `Slack`.</summary>
public sealed record SlackOptions
{
    public const string Section = "Slack";

    [Required, Url]
    public string ApiUrl { get; set; } = "https://slack.com/api";
}
