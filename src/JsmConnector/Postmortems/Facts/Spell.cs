namespace JsmConnector.Postmortems.Facts;

/// <summary>A value that held from one moment to the next; open at the end when it still holds.</summary>
public readonly record struct Spell<T>(T Value, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>How much of this lies within the other, both cut at <paramref name="end"/>.</summary>
    public TimeSpan Overlap<TOther>(Spell<TOther> other, DateTimeOffset end)
    {
        var from = From > other.From ? From : other.From;
        var to = Earlier(To ?? end, other.To ?? end);
        return to > from ? to - from : TimeSpan.Zero;
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}

public static class Spells
{
    /// <param name="first">What held at the start.</param>
    /// <param name="changes">In any order; a change to the value that holds already is none.</param>
    public static IReadOnlyList<Spell<T>> Of<T>(T first, DateTimeOffset start, IEnumerable<(DateTimeOffset At, T Value)> changes)
    {
        var spells = new List<Spell<T>> { new(first, start, null) };
        foreach (var (at, value) in changes.OrderBy(change => change.At))
        {
            var last = spells[^1];
            if (EqualityComparer<T>.Default.Equals(last.Value, value))
                continue;
            spells[^1] = last with { To = at < last.From ? last.From : at };
            spells.Add(new Spell<T>(value, spells[^1].To!.Value, null));
        }
        return spells;
    }
}
