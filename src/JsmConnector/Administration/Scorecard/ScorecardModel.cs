using JsmConnector.Notifications.Scores;

namespace JsmConnector.Administration.Scorecard;

public sealed record ScorecardModel
{
    public required CommunicationScore All { get; init; }

    /// <summary>Oldest first, at most twelve.</summary>
    public required IReadOnlyList<CommunicationScore> Months { get; init; }
    public required IReadOnlyList<CommunicationScore> Severities { get; init; }

    /// <summary>Those with the most incidents.</summary>
    public required IReadOnlyList<CommunicationScore> Components { get; init; }
    public required string CsvUrl { get; init; }
    public required string SessionToken { get; init; }
    public required string OverviewPath { get; init; }
}
