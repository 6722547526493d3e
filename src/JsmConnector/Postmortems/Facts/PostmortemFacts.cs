using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>
/// What a machine can say of an incident, each value computed from recorded events. Null always means "not recorded"; nothing is guessed and
/// nothing missing becomes zero. Holds internal data: what goes outside is chosen by <see cref="Rendering.ExternalModel"/> alone.
/// </summary>
public sealed record PostmortemFacts
{
    public required string IssueKey { get; init; }
    public required string IssueUrl { get; init; }
    public required string? Summary { get; init; }
    public required string PublicTitle { get; init; }
    public required string Class { get; init; }
    public required int WorstSeverity { get; init; }
    public required bool WasPublic { get; init; }
    public required Moments Moments { get; init; }
    public required int Reopenings { get; init; }

    /// <summary>Null when Jira's history could not be read.</summary>
    public required int? HandOffs { get; init; }

    /// <summary>Worst first; empty when not recorded.</summary>
    public required IReadOnlyList<SeverityTime> SeverityTimes { get; init; }
    public required IReadOnlyList<Responder> Responders { get; init; }
    public required IReadOnlyList<ComponentImpact> Components { get; init; }
    public required PublicVoice Voice { get; init; }
    public required IReadOnlyList<PublicWord> PublicWords { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TimelineRow> Timeline { get; init; }
    public required IReadOnlyList<Sent> Sent { get; init; }

    /// <summary>What this document had to do without, in sentences.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }
    public required DateTimeOffset GatheredAt { get; init; }
}

/// <summary>The moments that matter and the lengths between them.</summary>
/// <param name="StartedAt">When the ticket was created: the earliest that is known for certain.</param>
/// <param name="AcknowledgedAt">First assignee, or first leave of the entry status.</param>
/// <param name="MitigatedAt">First time in monitoring.</param>
public sealed record Moments(
    DateTimeOffset StartedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? IdentifiedAt, DateTimeOffset? MitigatedAt,
    DateTimeOffset? FirstResolvedAt, DateTimeOffset? ResolvedAt)
{
    public TimeSpan? ToAcknowledge => AcknowledgedAt - StartedAt;
    public TimeSpan? ToMitigate => MitigatedAt - StartedAt;
    public TimeSpan? ToResolve => ResolvedAt - StartedAt;
}

public sealed record SeverityTime(int Level, TimeSpan Length);

/// <param name="FirstSeenAt">First assignment, change or comment.</param>
public sealed record Responder(string Name, DateTimeOffset FirstSeenAt);

/// <param name="Worst">Null when not recorded.</param>
/// <param name="Length">Time affected while the incident was open; null when not recorded.</param>
public sealed record ComponentImpact(string Name, ComponentStatus? Worst, TimeSpan? Length);

/// <summary>How we spoke in public.</summary>
/// <param name="LongestSilence">Longest time between two public words while the incident was open.</param>
/// <param name="PromisesMade">Updates that named the time of the next one, as far as that time has passed.</param>
public sealed record PublicVoice(DateTimeOffset? FirstWordAt, TimeSpan? ToFirstWord, TimeSpan? LongestSilence, int PromisesMade, int PromisesKept);

public sealed record PublicWord(string Id, DateTimeOffset At, Stage Stage, string Words, DateTimeOffset? NextUpdateAt, bool IsCorrection);

/// <param name="Key">Names the source event; unique in the timeline.</param>
/// <param name="Evidence">How people call the source: `changelog/10227`.</param>
/// <param name="EvidenceUrl">Where it can be seen; null when it has no page.</param>
public sealed record TimelineRow(
    string Key, DateTimeOffset At, string Kind, string Text, Visibility Visibility, string? Actor, string Evidence, string? EvidenceUrl);

/// <summary>What was sent to one destination.</summary>
/// <param name="LastProblem">Reason of the newest one that was not delivered.</param>
public sealed record Sent(string Channel, string Destination, int Delivered, int Failed, int Skipped, int Waiting, string? LastProblem);
