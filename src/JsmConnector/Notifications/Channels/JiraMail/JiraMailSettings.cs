using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.JiraMail;

public sealed record JiraMailSettings
{
    [MaxLength(2_000), Description("Names of Jira groups, separated by commas.")]
    public string? Groups { get; init; }

    [MaxLength(1_000), Description("Names of roles in the ticket's project, separated by commas, like Service Desk Team.")]
    public string? Roles { get; init; }

    [MaxLength(4_000), Description("Account ids of people, separated by commas: they stand at the end of profile addresses.")]
    public string? Users { get; init; }

    [MaxLength(100), Description("`assignee` writes to the ticket's assignee too. Reporters and watchers may be customers, and this channel tells internal words.")]
    public string? Ticket { get; init; }
}
