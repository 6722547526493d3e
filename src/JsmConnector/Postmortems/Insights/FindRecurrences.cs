namespace JsmConnector.Postmortems.Insights;

/// <param name="IssueKeys">Oldest first; at least two.</param>
public sealed record Recurrence(string Component, string Cause, IReadOnlyList<string> IssueKeys, DateTimeOffset LastAt);

/// <summary>Pure: what came back. The same component and the same cause, each within so many days of the one before.</summary>
public static class FindRecurrences
{
    public const int UsualDays = 90;

    public static IReadOnlyList<Recurrence> In(IReadOnlyList<PostmortemLine> lines, int days) =>
        [.. lines.SelectMany(line => from component in line.Components.Distinct() from cause in line.Causes.Distinct(StringComparer.OrdinalIgnoreCase) select (component, cause: cause.ToLowerInvariant(), line))
            .GroupBy(known => (known.component, known.cause), known => known.line)
            .SelectMany(group => Chains(group.OrderBy(line => line.StartedAt), days).Where(chain => chain.Count > 1)
                .Select(chain => new Recurrence(group.Key.component, group.Key.cause, [.. chain.Select(line => line.IssueKey)], chain[^1].StartedAt)))
            .OrderByDescending(recurrence => recurrence.IssueKeys.Count).ThenByDescending(recurrence => recurrence.LastAt)];

    private static List<List<PostmortemLine>> Chains(IEnumerable<PostmortemLine> oldestFirst, int days)
    {
        var chains = new List<List<PostmortemLine>>();
        foreach (var line in oldestFirst)
        {
            if (chains.Count > 0 && line.StartedAt - chains[^1][^1].StartedAt <= TimeSpan.FromDays(days))
                chains[^1].Add(line);
            else
                chains.Add([line]);
        }
        return chains;
    }
}
