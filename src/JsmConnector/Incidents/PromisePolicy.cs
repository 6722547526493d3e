using System.Globalization;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

/// <summary>When the next public word is promised: by severity and stage, never more than 60 minutes away while customers are affected.</summary>
public static class PromisePolicy
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <param name="own">What the site says of its own; it never reaches beyond the hour.</param>
    public static TimeSpan Interval(Stage stage, Severity severity, PromiseSettings? own = null) =>
        own?.Minutes?.TryGetValue(severity.Level.ToString(CultureInfo.InvariantCulture), out var minutes) == true && TimeSpan.FromMinutes(minutes) is var wanted && wanted > TimeSpan.Zero
            ? wanted < Longest ? wanted : Longest
            : Usual(stage, severity);

    private static TimeSpan Usual(Stage stage, Severity severity) => TimeSpan.FromMinutes((severity.Level, stage) switch
    {
        (1, Stage.Investigating) => 20,
        (1, Stage.Identified) => 30,
        (2, Stage.Investigating) => 30,
        (2, Stage.Identified) => 45,
        _ => 60,
    });

    /// <summary>The promise of a first word, and of every word after a promise that has passed.</summary>
    public static DateTimeOffset? NextUpdateAt(Stage stage, Severity severity, DateTimeOffset now, PromiseSettings? own = null) =>
        stage.IsOpen() ? RoundDown(now + Interval(stage, severity, own)) : null;

    /// <summary>
    /// A word resets the clock. Another severity never does so at the readers' cost: a promise that still stands is kept or comes earlier, in either direction.
    /// </summary>
    public static DateTimeOffset? NextUpdateAt(Stage stage, Severity severity, Promise? held, DateTimeOffset now, PromiseSettings? own = null)
    {
        var next = NextUpdateAt(stage, severity, now, own);
        return held is { } promise && promise.At > now && promise.Severity != severity && promise.At < next ? promise.At : next;
    }

    /// <summary>A time that a person chose, rounded as the policy's own, unless rounding would move it into the past.</summary>
    public static DateTimeOffset Chosen(DateTimeOffset at, DateTimeOffset now)
    {
        var rounded = RoundDown(at);
        return rounded > now ? rounded : at.ToUniversalTime();
    }

    /// <summary>By how many whole minutes a word missed its promise; readers see minutes, so the promised minute itself is on time.</summary>
    public static TimeSpan? Late(DateTimeOffset? promised, DateTimeOffset now) =>
        promised is { } at && now - at >= TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(Math.Floor((now - at).TotalMinutes)) : null;

    /// <summary>To five minutes of UTC, so that the printed time is one that people remember and never a later one; no night of a clock change touches it.</summary>
    internal static DateTimeOffset RoundDown(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return new DateTimeOffset(utc.Ticks - utc.Ticks % TimeSpan.FromMinutes(5).Ticks, TimeSpan.Zero);
    }
}

/// <summary>The next update as it was promised, at the severity of that time.</summary>
public readonly record struct Promise(DateTimeOffset At, Severity Severity);
