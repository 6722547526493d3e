using JsmConnector.Installations.Settings;

namespace JsmConnector.Postmortems.Review;

/// <summary>Pure: by when a review is due, at the end of a day where the site is.</summary>
public static class ReviewDue
{
    /// <summary>Bounds the search when the settings know no working day.</summary>
    private const int LongestSearch = 400;

    public static DateTimeOffset Of(DateTimeOffset resolvedAt, int worstSeverity, ReviewSettings settings)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(resolvedAt, zone).DateTime);
        return EndOf(worstSeverity <= 1 ? day.AddDays(settings.DaysForSeverity1) : AfterWorkingDays(day, settings), zone);
    }

    private static DateOnly AfterWorkingDays(DateOnly day, ReviewSettings settings)
    {
        var left = settings.WorkingDaysForOthers;
        for (var passed = 0; left > 0 && passed < LongestSearch; passed++)
        {
            day = day.AddDays(1);
            if (settings.WorkingDays.Contains(day.DayOfWeek.ToString(), StringComparer.OrdinalIgnoreCase) && !settings.Holidays.Contains(day))
                left--;
        }
        return day;
    }

    private static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone)
    {
        // Some zones skip midnight when clocks change; an hour later exists everywhere.
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddHours(1);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
