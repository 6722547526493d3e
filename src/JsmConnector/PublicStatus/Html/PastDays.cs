namespace JsmConnector.PublicStatus.Html;

/// <summary>The past 15 days (UTC): days with incidents one by one, quiet ones gathered into one line.</summary>
public sealed record PastDays(string Label, IReadOnlyList<PageIncident> Incidents)
{
    private const int Days = 15;

    public static IReadOnlyList<PastDays> Of(PageView view)
    {
        var (page, words) = (view.Page, view.Words);
        var today = DateOnly.FromDateTime(page.Now.UtcDateTime);
        var closed = page.Incidents.Where(i => !i.IsOpen).ToLookup(i => DayOf(i.Row.StartedAt));
        bool IsQuiet(DateOnly day) => !page.Incidents.Any(i => DayOf(i.Row.StartedAt) <= day && (i.IsOpen || DayOf(i.Row.ResolvedAt ?? i.Row.StartedAt) >= day));
        var stretches = new List<PastDays>();
        for (var back = 0; back < Days; back++)
        {
            var day = today.AddDays(-back);
            if (closed.Contains(day))
                stretches.Add(new PastDays(words.Date(day), [.. closed[day].OrderByDescending(i => i.Row.StartedAt)]));
            // A day that an incident reached into, open ones too, is not quiet; it is told where the incident began.
            if (!IsQuiet(day))
                continue;
            var first = back;
            while (back + 1 < Days && IsQuiet(today.AddDays(-back - 1)))
                back++;
            stretches.Add(new PastDays(first == back ? words.Date(day) : words.Say("to", words.Date(today.AddDays(-back)), words.Date(day)), []));
        }
        return stretches;
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
