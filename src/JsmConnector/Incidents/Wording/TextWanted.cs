using JsmConnector.Platform.Languages;

namespace JsmConnector.Incidents.Wording;

/// <summary>Which text is wanted.</summary>
/// <param name="About">The name of a stage, or one of <see cref="Subjects"/>.</param>
public sealed record TextWanted(string Class, string Audience, string About, Language Language)
{
    /// <summary>The kind of channel it is for; null when any will do.</summary>
    public string? Channel { get; init; }

    /// <summary>The measure of that channel when it is narrow: `sms`, `push`.</summary>
    public string? Form { get; init; }
}

/// <summary>What can be said besides that a stage was reached.</summary>
public static class Subjects
{
    public const string Holding = "holding", Scope = "scope", Correction = "correction";

    /// <summary>Of planned work: called off after it had begun, and nobody said that it is done when it was to be.</summary>
    public const string EndedEarly = "ended_early", WindowOver = "window_over";

    public static IReadOnlyList<string> All { get; } =
    [
        "investigating", "identified", "monitoring", "resolved", "withdrawn", Holding, Scope, Correction, "scheduled", "in_progress", "verifying", "completed", "cancelled", EndedEarly, WindowOver,
    ];
}

/// <param name="Name">As people find it again: `settings words.templates[3]`, or `third_party/customers/identified`.</param>
public sealed record TextFound(string Name, string Source);
