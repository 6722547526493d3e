using System.Globalization;
using JsmConnector.Incidents;

namespace JsmConnector.Notifications.Scores;

/// <param name="NextAt">Null when nothing more was promised: the incident had ended.</param>
public sealed record ScoredUpdate(DateTimeOffset At, DateTimeOffset? NextAt, bool IsCorrection);

/// <param name="Severity">The worst it reached.</param>
/// <param name="Updates">In their order.</param>
public sealed record ScoredIncident(DateTimeOffset StartedAt, int Severity, IReadOnlyList<string> Components, IReadOnlyList<ScoredUpdate> Updates, int Delivered, int NotDelivered);

/// <param name="Name">A month like `2026-11`, a severity, or a component.</param>
/// <param name="FirstWord">Median from the beginning to the first public word.</param>
/// <param name="LongestSilence">Between two words while an incident was open.</param>
/// <param name="Promised">Promises whose time has come.</param>
/// <param name="Tried">Deliveries of updates that have an outcome.</param>
public sealed record CommunicationScore(string Name, int Incidents, TimeSpan? FirstWord, TimeSpan? LongestSilence, int Kept, int Promised, int Delivered, int Tried, int Corrections)
{
    public double? PromiseRate => Promised == 0 ? null : 100.0 * Kept / Promised;

    public double? DeliveryRate => Tried == 0 ? null : 100.0 * Delivered / Tried;
}

/// <summary>How well readers were kept informed, over many incidents. What was not recorded is left out, never taken for zero. Pure.</summary>
public static class ScoreCommunication
{
    /// <summary>Stand beside the figures.</summary>
    public static IReadOnlyList<(string Name, string Definition)> Definitions { get; } =
    [
        ("First word", "Median time from the beginning of an incident to its first public update. Incidents that were never public are not counted."),
        ("Longest silence", "The longest time between two updates while an incident was open; for one that still is, until now."),
        ("Promises kept", "Updates that came within the minute that was promised, of all whose time has come."),
        ("Delivered", "Deliveries of updates that arrived, of those with an outcome. Skipped ones are not counted; too late, failed and not known count against it."),
    ];

    public static IReadOnlyList<CommunicationScore> ByMonth(IReadOnlyList<ScoredIncident> incidents, DateTimeOffset now) =>
        Grouped(incidents, incident => [incident.StartedAt.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)], now);

    public static IReadOnlyList<CommunicationScore> BySeverity(IReadOnlyList<ScoredIncident> incidents, DateTimeOffset now) =>
        Grouped(incidents, incident => [$"Severity {incident.Severity.ToString(CultureInfo.InvariantCulture)}"], now);

    /// <summary>An incident counts for each component that it touched.</summary>
    public static IReadOnlyList<CommunicationScore> ByComponent(IReadOnlyList<ScoredIncident> incidents, DateTimeOffset now) =>
        Grouped(incidents, incident => incident.Components.Distinct(StringComparer.Ordinal), now);

    public static CommunicationScore Of(string name, IReadOnlyList<ScoredIncident> incidents, DateTimeOffset now)
    {
        var spoken = incidents.Where(incident => incident.Updates.Count > 0).ToList();
        var first = spoken.Select(incident => Length(incident.StartedAt, incident.Updates[0].At)).Order().ToList();
        var promises = spoken.SelectMany(incident => Promises(incident.Updates, now)).ToList();
        var silences = spoken.SelectMany(incident => Silences(incident.Updates, now)).ToList();
        return new CommunicationScore(
            name, spoken.Count, first.Count == 0 ? null : (first[(first.Count - 1) / 2] + first[first.Count / 2]) / 2, silences.Count == 0 ? null : silences.Max(),
            promises.Count(kept => kept), promises.Count, spoken.Sum(incident => incident.Delivered), spoken.Sum(incident => incident.Delivered + incident.NotDelivered),
            spoken.Sum(incident => incident.Updates.Count(update => update.IsCorrection)));
    }

    private static IReadOnlyList<CommunicationScore> Grouped(IReadOnlyList<ScoredIncident> incidents, Func<ScoredIncident, IEnumerable<string>> names, DateTimeOffset now) =>
        [.. incidents.SelectMany(incident => names(incident).Select(name => (name, incident))).GroupBy(pair => pair.name, pair => pair.incident)
            .Select(group => Of(group.Key, [.. group], now)).Where(score => score.Incidents > 0).OrderBy(score => score.Name, StringComparer.OrdinalIgnoreCase)];

    /// <returns>For each promise whose time has come, whether it was kept.</returns>
    private static IEnumerable<bool> Promises(IReadOnlyList<ScoredUpdate> updates, DateTimeOffset now)
    {
        for (var index = 0; index < updates.Count; index++)
        {
            if (updates[index].NextAt is not { } promised)
                continue;
            if (index + 1 < updates.Count)
                yield return PromisePolicy.Late(promised, updates[index + 1].At) is null;
            else if (PromisePolicy.Late(promised, now) is not null)
                yield return false;
        }
    }

    private static IEnumerable<TimeSpan> Silences(IReadOnlyList<ScoredUpdate> updates, DateTimeOffset now)
    {
        for (var index = 0; index < updates.Count; index++)
        {
            if (updates[index].NextAt is not null)
                yield return Length(updates[index].At, index + 1 < updates.Count ? updates[index + 1].At : now);
        }
    }

    private static TimeSpan Length(DateTimeOffset from, DateTimeOffset until) => until > from ? until - from : TimeSpan.Zero;
}
