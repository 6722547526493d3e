using System.Globalization;

namespace JsmConnector.Postmortems.Insights;

/// <param name="Mean">Null when none was recorded.</param>
/// <param name="Median">Half took no longer; one long night does not move it.</param>
/// <param name="Recorded">Incidents that the figure rests on.</param>
/// <param name="NotRecorded">Incidents that are left out because an end point is missing.</param>
public sealed record Measure(TimeSpan? Mean, TimeSpan? Median, int Recorded, int NotRecorded)
{
    public static Measure Of(IEnumerable<int?> seconds)
    {
        var all = seconds.ToList();
        var known = all.OfType<int>().Order().ToList();
        return known.Count == 0
            ? new Measure(null, null, 0, all.Count)
            : new Measure(TimeSpan.FromSeconds(Math.Round(known.Average())), TimeSpan.FromSeconds((known[(known.Count - 1) / 2] + (long)known[known.Count / 2]) / 2), known.Count, all.Count - known.Count);
    }
}

/// <param name="Name">A month like `2026-11`, or a component.</param>
public sealed record MeasuredGroup(string Name, int Incidents, Measure ToAcknowledge, Measure ToResolve, Measure ToFirstWord);

/// <summary>Pure: the figures over many incidents. What was not recorded is left out and counted, never taken for zero.</summary>
public static class MeasureIncidents
{
    /// <summary>Stand beside the figures, so that nobody has to guess what was counted.</summary>
    public static IReadOnlyList<(string Name, string Definition)> Definitions { get; } =
    [
        ("Time to acknowledge", "From the creation of the ticket to the first assignee or the first move out of its first status."),
        ("Time to resolve", "From the beginning of the impact (the creation of the ticket unless somebody corrected it) to the last resolution."),
        ("Time to first word", "From the creation of the ticket to the first word in public. Incidents that were never public have none."),
        ("Mean and median", "Over the incidents for which both ends were recorded; the others are counted beside them. The mean is moved by one long night, the median is not."),
    ];

    public static IReadOnlyList<MeasuredGroup> ByMonth(IReadOnlyList<PostmortemLine> lines) =>
        [.. lines.GroupBy(line => line.ResolvedAt.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group]))];

    /// <summary>An incident counts for each component that it touched.</summary>
    public static IReadOnlyList<MeasuredGroup> ByComponent(IReadOnlyList<PostmortemLine> lines) =>
        [.. lines.SelectMany(line => line.Components.Distinct().Select(component => (component, line))).GroupBy(pair => pair.component, pair => pair.line)
            .Select(group => Of(group.Key, [.. group])).OrderByDescending(group => group.Incidents).ThenBy(group => group.Name, StringComparer.OrdinalIgnoreCase)];

    public static MeasuredGroup Of(string name, IReadOnlyList<PostmortemLine> lines) => new(
        name, lines.Count,
        Measure.Of(lines.Select(line => line.SecondsToAcknowledge)), Measure.Of(lines.Select(line => line.SecondsToResolve)), Measure.Of(lines.Select(line => line.SecondsToFirstWord)));
}
