using JsmConnector.Platform.Html;

namespace JsmConnector.Incidents;

/// <summary>Which tone a state has on every screen.</summary>
public static class StateTones
{
    public static Tone Tone(this ComponentStatus status) => status switch
    {
        ComponentStatus.MajorOutage => Platform.Html.Tone.Major,
        ComponentStatus.PartialOutage => Platform.Html.Tone.Partial,
        ComponentStatus.DegradedPerformance => Platform.Html.Tone.Degraded,
        ComponentStatus.UnderMaintenance => Platform.Html.Tone.Maintenance,
        _ => Platform.Html.Tone.Good,
    };

    /// <summary>The lowest severity touches no component: a notice, not a trouble.</summary>
    public static Tone Tone(this Severity severity) =>
        severity.Effect == ComponentStatus.Operational ? Platform.Html.Tone.Information : severity.Effect.Tone();

    public static string Label(this Severity severity) =>
        severity.Effect == ComponentStatus.Operational ? "Notice" : severity.Effect.Label();
}
