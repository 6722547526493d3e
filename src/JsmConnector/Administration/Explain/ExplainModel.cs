using JsmConnector.Administration.Rules;
using JsmConnector.Installations;

namespace JsmConnector.Administration.Explain;

public sealed record ExplainModel
{
    public string IssueKey { get; init; } = "";

    /// <summary>Edited settings that nobody saved; empty for the ones in force alone.</summary>
    public string Document { get; init; } = "";

    /// <summary>The same with what was typed as secrets.</summary>
    public TypedDocument? Typed { get; init; }

    /// <summary>The version that the document is based on, when it came from the settings screen.</summary>
    public string Version { get; init; } = "";
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
