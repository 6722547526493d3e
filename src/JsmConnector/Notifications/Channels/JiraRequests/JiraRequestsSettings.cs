using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.JiraRequests;

public sealed record JiraRequestsSettings
{
    [MaxLength(500), Description("Names of link types, separated by commas, like Problem/Incident. Without it every link counts.")]
    public string? LinkTypes { get; init; }

    [MaxLength(2_000), Description("Names of customer organisations, separated by commas: only requests that are shared with one of them are told. Without it all linked requests are.")]
    public string? Organizations { get; init; }
}
