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

    /// <summary>As a person wrote it; null while the neutral sentence stands.</summary>
    public required string? WrittenTitle { get; init; }

    /// <summary>What the neutral sentence names.</summary>
    public required IReadOnlyList<string> TitleComponents { get; init; }
    public required string Class { get; init; }
    public required int WorstSeverity { get; init; }
    public required bool WasPublic { get; init; }
    public required Moments Moments { get; init; }

    /// <summary>When it came back after an end.</summary>
    public required IReadOnlyList<Fact<DateTimeOffset>> Reopenings { get; init; }

    /// <summary>Every change of stage in its order; empty in facts of older versions of the app.</summary>
    public IReadOnlyList<StageChange> StageChanges { get; init; } = [];

    /// <summary>All the time in which it was not over; shorter than the way from beginning to end when it came back.</summary>
    public TimeSpan? OpenFor { get; init; }

    /// <summary>Null when Jira's history could not be read.</summary>
    public required IReadOnlyList<HandOff>? HandOffs { get; init; }

    /// <summary>Worst first; empty when not recorded.</summary>
    public required IReadOnlyList<SeverityTime> SeverityTimes { get; init; }
    public required IReadOnlyList<Responder> Responders { get; init; }
    public required IReadOnlyList<ComponentImpact> Components { get; init; }
    public required PublicVoice Voice { get; init; }
    public required IReadOnlyList<PublicWord> PublicWords { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TimelineRow> Timeline { get; init; }
    public required IReadOnlyList<Sent> Sent { get; init; }
    public required TicketSurroundings Surroundings { get; init; }

    /// <summary>Words of the ticket that may help the people who write; internal.</summary>
    public required IReadOnlyList<Quote> Quotes { get; init; }
    public required IReadOnlyList<Correction> Corrections { get; init; }

    /// <summary>Why this had to do without Jira's history; null when it did not.</summary>
    public required WhyMissing? MissingHistory { get; init; }
    public required DateTimeOffset GatheredAt { get; init; }
}

public sealed record StageChange(Stage Stage, Fact<DateTimeOffset> At);

public sealed record SeverityTime(int Level, TimeSpan Length);

/// <param name="FirstSeenAt">First assignment, change or comment.</param>
public sealed record Responder(string Name, DateTimeOffset FirstSeenAt)
{
    /// <summary>Account id; null when the name is all that is known.</summary>
    public string? Account { get; init; }
}

public sealed record HandOff(DateTimeOffset At, string From, string To, Evidence Evidence);

/// <param name="Worst">Null when not recorded.</param>
/// <param name="Length">Time affected while the incident was open; null when not recorded.</param>
public sealed record ComponentImpact(string Name, ComponentStatus? Worst, TimeSpan? Length);

/// <summary>How we spoke. Lengths are counted from the creation of the ticket.</summary>
/// <param name="FirstInternalWordAt">First comment of the team.</param>
/// <param name="LongestSilence">Longest time between two public words while the incident was open.</param>
/// <param name="PromisesMade">Updates that named the time of the next one, as far as that time has passed.</param>
public sealed record PublicVoice(
    Fact<DateTimeOffset>? FirstInternalWordAt, Fact<DateTimeOffset>? FirstWordAt, TimeSpan? ToFirstWord, Fact<TimeSpan>? LongestSilence, int PromisesMade, int PromisesKept);

public sealed record PublicWord(string Id, DateTimeOffset At, Stage Stage, string Words, DateTimeOffset? NextUpdateAt, bool IsCorrection)
{
    /// <summary>The app said that nothing had changed.</summary>
    public bool IsHolding { get; init; }
}

/// <param name="Key">Names the source event; unique in the timeline.</param>
/// <param name="Evidence">How people call the source: `changelog/10227`.</param>
/// <param name="EvidenceUrl">Where it can be seen; null when it has no page.</param>
public sealed record TimelineRow(
    string Key, DateTimeOffset At, string Kind, string Text, Visibility Visibility, string? Actor, string Evidence, string? EvidenceUrl)
{
    /// <summary>For rows about what was sent.</summary>
    public SendingRow? Sending { get; init; }

    /// <summary>For rows about public words.</summary>
    public SaidRow? Said { get; init; }
}

public sealed record SaidRow(Stage Stage, string Words);

/// <param name="Destinations">Each named once.</param>
/// <param name="Count">Deliveries that this row speaks for.</param>
/// <param name="Problem">Why it was not delivered; null when it was.</param>
public sealed record SendingRow(IReadOnlyList<string> Destinations, int Count, string? Problem);

/// <summary>What was sent to one destination.</summary>
/// <param name="LastProblem">Reason of the newest one that was not delivered.</param>
public sealed record Sent(string Channel, string Destination, int Delivered, int Failed, int Skipped, int Waiting, string? LastProblem);

/// <param name="About">Which question of a document it may help with.</param>
public sealed record Quote(QuoteAbout About, string Text, string? Author, DateTimeOffset At, Evidence Evidence);

public enum QuoteAbout
{
    Cause,
    Detection,
    Recovery,
    Obstacle,
    Impact,
}
