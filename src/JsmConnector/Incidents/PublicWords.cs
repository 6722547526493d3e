using System.Globalization;

namespace JsmConnector.Incidents;

/// <summary>
/// The neutral sentences that may go out without a person's approval: they hold component names, states and times, nothing of the ticket's text.
/// Times are printed in UTC with the zone named; pages that know the reader's zone print the stored instants instead.
/// </summary>
public static class PublicWords
{
    public static string Title(IReadOnlyList<string> components) =>
        components.Count == 0 ? "Problem with our services" : $"Problem with {List(components)}";

    public static string For(Stage stage, IReadOnlyList<string> components, DateTimeOffset startedAt, DateTimeOffset? resolvedAt, DateTimeOffset? nextUpdateAt)
    {
        var what = components.Count == 0 ? "our services" : List(components);
        return stage switch
        {
            Stage.Investigating => $"We are looking into a problem with {what}. {Promise(nextUpdateAt, ", sooner if we learn more")}",
            Stage.Identified => $"We know what is behind the problem with {what} and are working on it. {Promise(nextUpdateAt)}",
            Stage.Monitoring => $"A fix for the problem with {what} is in place. We are watching whether it holds. {Promise(nextUpdateAt)}",
            Stage.Resolved => $"The problem with {what} is over since {Time(resolvedAt ?? startedAt)}. It began at {Time(startedAt)} and lasted {Duration((resolvedAt ?? startedAt) - startedAt)}.",
            _ => $"We withdraw this notice about {what}. If you still see a problem, please tell us.",
        };
    }

    /// <summary>Said when the stage stayed and the affected components or their state changed.</summary>
    public static string ForScope(IReadOnlyList<string> components, ComponentStatus effect, DateTimeOffset? nextUpdateAt, bool isEarlierThanSaid = false)
    {
        var what = components.Count == 0 ? "our services" : List(components);
        var state = effect == ComponentStatus.Operational ? "" : $" ({effect.Label().ToLowerInvariant()})";
        return $"The problem now affects {what}{state}. {Promise(nextUpdateAt, isEarlierThanSaid ? ", earlier than we said before" : "")}".TrimEnd();
    }

    /// <summary>A late word owns up first.</summary>
    public static string Opening(TimeSpan? late) => late is { } time ? $"This comes {Duration(time)} later than promised. " : "";

    public static string List(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        2 => $"{names[0]} and {names[1]}",
        3 => $"{names[0]}, {names[1]} and {names[2]}",
        _ => $"{names[0]}, {names[1]} and {(names.Count - 2).ToString(CultureInfo.InvariantCulture)} more",
    };

    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan length)
    {
        if (length < TimeSpan.FromMinutes(1))
            return "less than a minute";
        var (days, hours, minutes) = ((int)length.TotalDays, length.Hours, length.Minutes);
        string[] parts = [Part(days, "day"), Part(hours, "hour"), days > 0 ? "" : Part(minutes, "minute")];
        return string.Join(" ", parts.Where(part => part.Length > 0));
    }

    private static string Part(int count, string unit) =>
        count == 0 ? "" : count == 1 ? $"1 {unit}" : $"{count.ToString(CultureInfo.InvariantCulture)} {unit}s";

    private static string Promise(DateTimeOffset? at, string addition = "") =>
        at is { } time ? $"Next update by {Time(time)}{addition}." : "";
}
