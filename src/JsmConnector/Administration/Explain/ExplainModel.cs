using JsmConnector.Administration.Rules;

namespace JsmConnector.Administration.Explain;

public sealed record ExplainModel
{
    public string IssueKey { get; init; } = "";

    /// <summary>Edited settings that nobody saved; empty for the ones in force alone.</summary>
    public string Document { get; init; } = "";
    public IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes { get; init; } = [];
    public string? Problem { get; init; }

    /// <summary>Rules that name what the site has no more.</summary>
    public IReadOnlyList<StaleRule> Stale { get; init; } = [];
    public ExplainedPair? One { get; init; }
    public IReadOnlyList<ExplainedPair>? Newest { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}
