using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.Teams;

public sealed record TeamsSettings
{
    [Required, Url, Secret, Description("The address that the workflow \"When a Teams webhook request is received\" shows. Give the workflow a second owner: it stops when its only one leaves.")]
    public string? Url { get; init; }
}
