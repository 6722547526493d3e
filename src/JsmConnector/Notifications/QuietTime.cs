using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications;

/// <summary>Whether an audience is left in peace. Pure; nights of a clock change included.</summary>
public static class QuietTime
{
    /// <returns>When the quiet hours around this moment end; null when the audience may hear it now.</returns>
    public static DateTimeOffset? Ends(QuietHours? quiet, Severity severity, DateTimeOffset at)
    {
        if (quiet is null || severity.Level <= quiet.UnlessSeverity || quiet.From == quiet.Until || !TimeZoneInfo.TryFindSystemTimeZoneById(quiet.Zone, out var zone))
            return null;
        var local = TimeZoneInfo.ConvertTime(at, zone);
        // IsBetween holds the begin and not the end, and knows spans over midnight.
        if (!TimeOnly.FromTimeSpan(local.TimeOfDay).IsBetween(quiet.From, quiet.Until))
            return null;
        var today = local.Date + quiet.Until.ToTimeSpan();
        var end = today > local.DateTime ? today : today.AddDays(1);
        // A time that the clocks leap over does not exist: the hour after it does.
        if (zone.IsInvalidTime(end))
            end = end.AddHours(1);
        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }
}
