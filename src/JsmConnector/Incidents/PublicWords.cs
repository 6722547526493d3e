using System.Globalization;

namespace JsmConnector.Incidents;

/// <summary>
/// Names, times and lengths as the app says them in English where no text of a language is at hand. Times are printed in UTC with the zone named; pages that
/// know the reader's zone print the stored instants instead.
/// </summary>
public static class PublicWords
{
    public static string Title(IReadOnlyList<string> components) =>
        components.Count == 0 ? "Problem with our services" : $"Problem with {List(components)}";

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
}
