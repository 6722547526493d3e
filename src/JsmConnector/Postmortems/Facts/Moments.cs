namespace JsmConnector.Postmortems.Facts;

/// <summary>A moment of an incident that people may correct.</summary>
public enum MomentKind
{
    ImpactStarted,
    Detected,
    Acknowledged,
    Identified,
    Mitigated,
    Resolved,
}

/// <summary>A person's better knowledge of one moment. Everything that is counted from it is counted again.</summary>
/// <param name="By">Account id; internal.</param>
public sealed record Correction(MomentKind Moment, DateTimeOffset At, string Because, string? By);

/// <summary>The moments that matter and the lengths between them.</summary>
public sealed record Moments
{
    /// <summary>When the ticket was created.</summary>
    public required Fact<DateTimeOffset> Created { get; init; }

    /// <summary>When people began to notice: assumed to be the creation until a person says otherwise.</summary>
    public required Fact<DateTimeOffset> ImpactStarted { get; init; }

    /// <summary>Known when an app reported the ticket; else people say.</summary>
    public Fact<DateTimeOffset>? Detected { get; init; }

    /// <summary>First assignee, or first leave of the entry status.</summary>
    public Fact<DateTimeOffset>? Acknowledged { get; init; }
    public Fact<DateTimeOffset>? Identified { get; init; }

    /// <summary>First time in monitoring.</summary>
    public Fact<DateTimeOffset>? Mitigated { get; init; }
    public Fact<DateTimeOffset>? FirstResolved { get; init; }
    public Fact<DateTimeOffset>? Resolved { get; init; }

    public TimeSpan? ToDetect => Between(ImpactStarted, Detected);
    public TimeSpan? ToAcknowledge => Between(Created, Acknowledged);
    public TimeSpan? ToMitigate => Between(ImpactStarted, Mitigated);
    public TimeSpan? ToResolve => Between(ImpactStarted, Resolved);

    /// <summary>An end before its start is no length.</summary>
    public static TimeSpan? Between(Fact<DateTimeOffset>? from, Fact<DateTimeOffset>? to) =>
        from is not null && to is not null && to.Value >= from.Value ? to.Value - from.Value : null;
}
