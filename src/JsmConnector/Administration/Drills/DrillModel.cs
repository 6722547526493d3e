using JsmConnector.Notifications.Drills;

namespace JsmConnector.Administration.Drills;

public sealed record DrillModel
{
    public const string Play = "play";

    public required DrillAsked Asked { get; init; }

    /// <summary>Null until somebody asks.</summary>
    public DrillPlayed? Played { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}
