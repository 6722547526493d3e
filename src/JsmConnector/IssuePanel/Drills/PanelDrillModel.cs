using JsmConnector.Notifications.Drills;

namespace JsmConnector.IssuePanel.Drills;

public sealed record PanelDrillModel
{
    public required DrillPlayed Played { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string PanelPath { get; init; }
}
