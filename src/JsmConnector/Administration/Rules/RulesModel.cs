using JsmConnector.Administration.Explain;

namespace JsmConnector.Administration.Rules;

/// <param name="Project">Key; null for every project.</param>
/// <param name="Cells">By impact and urgency; null: no rule.</param>
public sealed record Matrix(string? Project, IReadOnlyList<RuleOption> Projects, IReadOnlyList<string> Impacts, IReadOnlyList<string> Urgencies, IReadOnlyDictionary<(string Impact, string Urgency), int?> Cells);

public sealed record RulesModel
{
    public required RuleSection Section { get; init; }

    /// <summary>The sections of the same group.</summary>
    public IReadOnlyList<RuleSection> Beside { get; init; } = [];
    public required RuleOptions Options { get; init; }
    public required IReadOnlyList<RuleRow> Rows { get; init; }
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>Secrets that are there, by member.</summary>
    public IReadOnlySet<string> Held { get; init; } = new HashSet<string>();

    /// <summary>Secrets that were typed and are not saved yet, sealed, by member.</summary>
    public IReadOnlyDictionary<string, string> Kept { get; init; } = new Dictionary<string, string>();

    /// <summary>Null when the section has none, or the fields are not named yet.</summary>
    public Matrix? Matrix { get; init; }

    /// <summary>Rows that never count, with the row that comes before them; both from 0.</summary>
    public IReadOnlyDictionary<int, int> Shadowed { get; init; } = new Dictionary<int, int>();
    public StepSaved? Saved { get; init; }

    /// <summary>What the edited settings would make of the last tickets.</summary>
    public IReadOnlyList<ExplainedPair>? Newest { get; init; }
    public int Version { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}
