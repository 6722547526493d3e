namespace JsmConnector.Postmortems.Versions;

public enum DiffKind
{
    Same,
    Removed,
    Added,
}

public readonly record struct DiffLine(DiffKind Kind, string Text);

/// <summary>Lines that belong together, with a few unchanged ones around them.</summary>
/// <param name="OldStart">From 1.</param>
/// <param name="NewStart">From 1.</param>
public sealed record DiffHunk(int OldStart, int NewStart, IReadOnlyList<DiffLine> Lines);

/// <summary>Pure: what changed between two texts, line by line, by the shortest script of Myers.</summary>
public static class DiffTexts
{
    private const int Around = 3;

    /// <summary>Differences after which the rest is told as one block: the search grows with their square.</summary>
    private const int MostSteps = 1500;

    public static IReadOnlyList<DiffHunk> Of(string before, string after) => Hunks(Lines(Split(before), Split(after)));

    public static IReadOnlyList<DiffLine> Lines(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head])
            head++;
        var tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[before.Count - 1 - tail] == after[after.Count - 1 - tail])
            tail++;
        var lines = before.Take(head).Select(line => new DiffLine(DiffKind.Same, line)).ToList();
        lines.AddRange(Middle([.. before.Skip(head).Take(before.Count - head - tail)], [.. after.Skip(head).Take(after.Count - head - tail)]));
        lines.AddRange(before.Skip(before.Count - tail).Select(line => new DiffLine(DiffKind.Same, line)));
        return lines;
    }

    private static IEnumerable<DiffLine> Middle(string[] before, string[] after) => Trace(before, after) is { } trace
        ? Walk(before, after, trace)
        : before.Select(line => new DiffLine(DiffKind.Removed, line)).Concat(after.Select(line => new DiffLine(DiffKind.Added, line)));

    /// <summary>How far each diagonal came after each number of steps; null when too much differs.</summary>
    private static List<int[]>? Trace(string[] before, string[] after)
    {
        var trace = new List<int[]>();
        var most = Math.Min(before.Length + after.Length, MostSteps);
        var reached = new int[2 * most + 3];
        var middle = most + 1;
        for (var steps = 0; steps <= most; steps++)
        {
            trace.Add(reached[(middle - steps)..(middle + steps + 1)]);
            for (var diagonal = -steps; diagonal <= steps; diagonal += 2)
            {
                var isDown = diagonal == -steps || (diagonal != steps && reached[middle + diagonal - 1] < reached[middle + diagonal + 1]);
                var x = isDown ? reached[middle + diagonal + 1] : reached[middle + diagonal - 1] + 1;
                while (x < before.Length && x - diagonal < after.Length && before[x] == after[x - diagonal])
                    x++;
                reached[middle + diagonal] = x;
                if (x >= before.Length && x - diagonal >= after.Length)
                    return trace;
            }
        }
        return null;
    }

    private static IEnumerable<DiffLine> Walk(string[] before, string[] after, List<int[]> trace)
    {
        var lines = new List<DiffLine>();
        var (x, y) = (before.Length, after.Length);
        for (var steps = trace.Count - 1; steps > 0; steps--)
        {
            var held = trace[steps];
            int At(int diagonal) => Math.Abs(diagonal) > steps ? -1 : held[diagonal + steps];
            var here = x - y;
            var isDown = here == -steps || (here != steps && At(here - 1) < At(here + 1));
            var from = isDown ? here + 1 : here - 1;
            var (fromX, fromY) = (At(from), At(from) - from);
            while (x > fromX && y > fromY && x > 0 && y > 0 && before[x - 1] == after[y - 1])
            {
                lines.Add(new DiffLine(DiffKind.Same, before[--x]));
                y--;
            }
            lines.Add(isDown ? new DiffLine(DiffKind.Added, after[--y]) : new DiffLine(DiffKind.Removed, before[--x]));
        }
        while (x > 0)
            lines.Add(new DiffLine(DiffKind.Same, before[--x]));
        lines.Reverse();
        return lines;
    }

    private static List<DiffHunk> Hunks(IReadOnlyList<DiffLine> lines)
    {
        var hunks = new List<DiffHunk>();
        var (old, now, last) = (1, 1, -1);
        List<DiffLine>? open = null;
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Kind != DiffKind.Same)
                last = at;
            var isNear = (last >= 0 && at - last <= Around) || Enumerable.Range(at, Math.Min(Around + 1, lines.Count - at)).Any(next => lines[next].Kind != DiffKind.Same);
            if (isNear && open is null)
                hunks.Add(new DiffHunk(old, now, open = []));
            else if (!isNear)
                open = null;
            open?.Add(lines[at]);
            old += lines[at].Kind == DiffKind.Added ? 0 : 1;
            now += lines[at].Kind == DiffKind.Removed ? 0 : 1;
        }
        return hunks;
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : (text[^1] == '\n' ? text[..^1] : text).Split('\n');
}
