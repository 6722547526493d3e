namespace JsmConnector.Diagnostics;

/// <param name="Facts">What was measured.</param>
/// <param name="Findings">What it means.</param>
public sealed record DiagnosticsModel(DiagnosticFacts Facts, IReadOnlyList<Finding> Findings)
{
    public static DiagnosticsModel Of(DiagnosticFacts facts) => new(facts, JudgeDiagnostics.Judge(facts));

    /// <summary>The screen that this one was opened from.</summary>
    public string BackPath { get; init; } = "";

    /// <summary>The site, where it was opened from its page.</summary>
    public string BackName { get; init; } = "";

    /// <summary>Carries the caller on inside a frame, which has no cookies; empty where the way back is a plain link.</summary>
    public string SessionToken { get; init; } = "";
}
