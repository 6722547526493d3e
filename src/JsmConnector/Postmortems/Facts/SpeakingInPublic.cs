using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>First word, silences and promises, from the public words alone.</summary>
public static class SpeakingInPublic
{
    /// <param name="updates">Oldest first.</param>
    /// <param name="end">When the incident ended; now, while it is open.</param>
    public static PublicVoice Of(IReadOnlyList<IncidentUpdate> updates, DateTimeOffset startedAt, DateTimeOffset end, DateTimeOffset now)
    {
        var first = updates.Count == 0 ? (DateTimeOffset?)null : updates[0].PublishedAt;
        var promises = updates
            .Select((update, index) => (update.NextUpdateAt, Next: index + 1 < updates.Count ? updates[index + 1].PublishedAt : (DateTimeOffset?)null))
            .Where(promise => promise.NextUpdateAt is { } at && (promise.Next is not null || at <= now))
            .ToList();
        return new PublicVoice(
            first,
            first - startedAt,
            LongestSilence(updates, end),
            promises.Count,
            promises.Count(promise => promise.Next <= promise.NextUpdateAt));
    }

    private static TimeSpan? LongestSilence(IReadOnlyList<IncidentUpdate> updates, DateTimeOffset end)
    {
        var silences = updates
            .Select((update, index) => (update, Until: index + 1 < updates.Count ? updates[index + 1].PublishedAt : end))
            .Where(silence => silence.update.Stage.IsOpen() && silence.Until > silence.update.PublishedAt)
            .Select(silence => silence.Until - silence.update.PublishedAt)
            .ToList();
        return silences.Count == 0 ? null : silences.Max();
    }
}
