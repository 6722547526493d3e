using JsmConnector.Incidents;

namespace JsmConnector.PublicStatus;

/// <param name="Day">A day in UTC.</param>
/// <param name="Worst">Null: no data, the component did not exist yet.</param>
/// <param name="Down">Weighted downtime of the day.</param>
/// <param name="Known">How much of the day the component existed, up to now.</param>
public sealed record UptimeDay(DateOnly Day, ComponentStatus? Worst, TimeSpan Down, TimeSpan Known);

/// <summary>
/// Bars and percentages from the history of a component's state. Weights as the large status pages publish them: a major outage counts in full,
/// a partial outage 30 %, degraded performance and maintenance nothing.
/// </summary>
public static class Uptime
{
    public const int Days = 90;

    public static double Weight(ComponentStatus status) => status switch { ComponentStatus.MajorOutage => 1.0, ComponentStatus.PartialOutage => 0.3, _ => 0.0 };

    /// <param name="changes">In order of time; before the first one the component was operational.</param>
    public static IReadOnlyList<UptimeDay> Of(DateTimeOffset createdAt, IReadOnlyList<(DateTimeOffset At, ComponentStatus Status)> changes, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return [.. Enumerable.Range(0, Days).Select(i => Day(today.AddDays(i - Days + 1), createdAt, changes, now))];
    }

    public static double? Percent(IEnumerable<UptimeDay> days)
    {
        var (down, known) = days.Aggregate((Down: TimeSpan.Zero, Known: TimeSpan.Zero), (sum, day) => (sum.Down + day.Down, sum.Known + day.Known));
        return known <= TimeSpan.Zero ? null : 100 * (1 - down / known);
    }

    /// <summary>Rounded down, so that a page never claims more than it delivered; 100 only when nothing was lost.</summary>
    public static string Shown(double percent) =>
        (Math.Floor(percent * 100) / 100).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + " %";

    private static UptimeDay Day(DateOnly day, DateTimeOffset createdAt, IReadOnlyList<(DateTimeOffset At, ComponentStatus Status)> changes, DateTimeOffset now)
    {
        var from = Later(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), createdAt);
        var to = Earlier(new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), now);
        if (to <= from)
            return new UptimeDay(day, null, TimeSpan.Zero, TimeSpan.Zero);

        var (worst, down, status, at) = (ComponentStatus.Operational, TimeSpan.Zero, ComponentStatus.Operational, from);
        foreach (var change in changes)
        {
            if (change.At >= to)
                break;
            if (change.At > from)
            {
                worst = ComponentStatuses.Worse(worst, status);
                down += (change.At - at) * Weight(status);
                at = change.At;
            }
            status = change.Status;
        }
        worst = ComponentStatuses.Worse(worst, status);
        return new UptimeDay(day, worst, down + (to - at) * Weight(status), to - from);
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
