using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.JiraRequests;

public sealed record JiraRequestsSettings
{
    [MaxLength(500), Description("Names of link types, separated by commas, like Problem/Incident. Without it every link counts.")]
    public string? LinkTypes { get; init; }

    [MaxLength(2_000), Description("Customer organisations, by name or id, on lines of their own: only requests that are shared with one of them are told. Without it all linked requests are.")]
    public string? Organizations { get; init; }
}
