using System.Globalization;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Insights;

namespace JsmConnector.Api;

/// <summary>Filters of a list of postmortems as a query carries them. A mistake is told and never a filter that fits all.</summary>
internal static class FilterQuery
{
    public static (PostmortemFilter? Filter, IResult? Problem) Read(IQueryCollection query)
    {
        PostmortemState? state = null;
        if (Text(query, "state") is { } name)
        {
            state = Enum.GetValues<PostmortemState>().Cast<PostmortemState?>().FirstOrDefault(known => known!.Value.Name() == name);
            if (state is null)
                return (null, Problem.Invalid("state", $"'{name}' is no state.", $"Use {string.Join(", ", Enum.GetValues<PostmortemState>().Select(known => known.Name()))}."));
        }
        int? severity = null;
        if (Text(query, "severity") is { } level)
        {
            if (!int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 4)
                return (null, Problem.Invalid("severity", $"'{level}' is no severity.", "Use 1 to 4."));
            severity = number;
        }
        var times = new DateTimeOffset?[2];
        foreach (var (field, index) in new[] { ("from", 0), ("until", 1) })
        {
            if (Text(query, field) is not { } time)
                continue;
            if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return (null, Problem.Invalid(field, $"'{time}' is no time.", "Give one like 2026-11-30 or 2026-11-30T10:00:00Z."));
            times[index] = at.ToUniversalTime();
        }
        return (new PostmortemFilter
        {
            State = state,
            Severity = severity,
            From = times[0],
            Until = times[1],
            Project = Text(query, "project"),
            Component = Text(query, "component"),
            Cause = Text(query, "cause"),
            Class = Text(query, "class"),
            Text = Text(query, "text"),
        }, null);
    }

    /// <summary>PostgreSQL knows no U+0000.</summary>
    private static string? Text(IQueryCollection query, string name) => query[name].ToString().Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } text ? text : null;
}
