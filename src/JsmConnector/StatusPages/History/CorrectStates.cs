using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.History;

/// <summary>Puts a state over a stretch of a history. Pure.</summary>
public static class CorrectStates
{
    /// <param name="changes">In order of time; before the first one the component was operational.</param>
    /// <returns>The changes that stand between the two moments afterwards, both included: all others stay.</returns>
    public static IReadOnlyList<(DateTimeOffset At, ComponentStatus Status)> Between(
        IReadOnlyList<(DateTimeOffset At, ComponentStatus Status)> changes, DateTimeOffset from, DateTimeOffset until, ComponentStatus status)
    {
        var (before, after) = (At(changes.Where(change => change.At < from)), At(changes.Where(change => change.At <= until)));
        var written = new List<(DateTimeOffset, ComponentStatus)>();
        if (before != status)
            written.Add((from, status));
        // What was true at the end goes on being true behind it.
        if (after != status)
            written.Add((until, after));
        return written;
    }

    private static ComponentStatus At(IEnumerable<(DateTimeOffset At, ComponentStatus Status)> changes) => changes.Select(change => change.Status).LastOrDefault(ComponentStatus.Operational);
}
