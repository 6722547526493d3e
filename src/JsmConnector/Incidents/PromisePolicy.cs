namespace JsmConnector.Incidents;

/// <summary>When the next public word is promised: by severity and stage, never more than 60 minutes away while customers are affected.</summary>
public static class PromisePolicy
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    public static TimeSpan Interval(Stage stage, Severity severity) => TimeSpan.FromMinutes((severity.Level, stage) switch
    {
        (1, Stage.Investigating) => 20,
        (1, Stage.Identified) => 30,
        (2, Stage.Investigating) => 30,
        (2, Stage.Identified) => 45,
        _ => 60,
    });

    /// <summary>Rounded down to five minutes, so that the printed time is one that people remember and never a later one.</summary>
    public static DateTimeOffset? NextUpdateAt(Stage stage, Severity severity, DateTimeOffset now)
    {
        if (!stage.IsOpen())
            return null;
        var at = (now + Interval(stage, severity)).ToUniversalTime();
        return new DateTimeOffset(at.Ticks - at.Ticks % TimeSpan.FromMinutes(5).Ticks, TimeSpan.Zero);
    }
}
