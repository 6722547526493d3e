using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Insights;

/// <summary>Which postmortems are looked at. What is null or empty fits all.</summary>
public sealed record PostmortemFilter
{
    public static PostmortemFilter All { get; } = new();
    public PostmortemState? State { get; init; }

    /// <summary>Key of a project.</summary>
    public string? Project { get; init; }

    /// <summary>Name of a component.</summary>
    public string? Component { get; init; }

    /// <summary>Category of a cause.</summary>
    public string? Cause { get; init; }
    public int? Severity { get; init; }
    public string? Class { get; init; }

    /// <summary>Resolved in this time.</summary>
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <summary>Part of the ticket's key or its summary.</summary>
    public string? Text { get; init; }

    public IQueryable<PostmortemRow> Over(JsmConnectorContext database)
    {
        var rows = from postmortem in database.Set<Postmortem>().AsNoTracking()
                   join incident in database.Set<Incident>().AsNoTracking() on postmortem.IncidentId equals incident.Id
                   select new PostmortemRow { Postmortem = postmortem, Incident = incident };
        rows = rows.Where(row => !row.Incident.Deleted);
        if (State is { } state)
            rows = rows.Where(row => row.Postmortem.State == state);
        if (Class is { Length: > 0 } name)
            rows = rows.Where(row => row.Incident.Class == name);
        if (Severity is { } severity)
        {
            var worst = new Severity(severity);
            rows = rows.Where(row => row.Incident.WorstSeverity == worst);
        }
        if (Project is { Length: > 0 } project)
        {
            var prefix = project.ToUpperInvariant() + "-";
            rows = rows.Where(row => row.Incident.IssueKey.StartsWith(prefix));
        }
        if (Component is { Length: > 0 } component)
            rows = rows.Where(row => row.Incident.Components.Any(known => known.Name == component));
        if (Cause is { Length: > 0 } cause)
            rows = rows.Where(row => row.Postmortem.CauseCategories.Contains(cause));
        if (From is { } from)
            rows = rows.Where(row => row.Postmortem.ResolvedAt >= from);
        if (Until is { } until)
            rows = rows.Where(row => row.Postmortem.ResolvedAt < until);
        if (Text is { Length: > 0 } text)
        {
            var pattern = $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            rows = rows.Where(row => EF.Functions.ILike(row.Incident.IssueKey, pattern, "\\") || EF.Functions.ILike(row.Incident.Summary ?? "", pattern, "\\"));
        }
        return rows;
    }
}

public sealed record PostmortemRow
{
    public required Postmortem Postmortem { get; init; }
    public required Incident Incident { get; init; }
}
