using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Insights;

/// <summary>A postmortem as a list shows it: no documents.</summary>
public sealed record PostmortemLine
{
    public required IncidentId IncidentId { get; init; }
    public required string IssueKey { get; init; }
    public required string? Summary { get; init; }
    public required PostmortemState State { get; init; }
    public required int Severity { get; init; }
    public required string Class { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset ResolvedAt { get; init; }
    public required IReadOnlyList<string> Components { get; init; }
    public required IReadOnlyList<string> Causes { get; init; }
    public required int? SecondsToAcknowledge { get; init; }
    public required int? SecondsToResolve { get; init; }
    public required int? SecondsToFirstWord { get; init; }
    public required DateTimeOffset? ReviewDueAt { get; init; }
}

/// <param name="Total">Over all pages.</param>
public sealed record PostmortemPage(int Number, int Last, int Total, IReadOnlyList<PostmortemLine> Lines);

/// <summary>Postmortems of the site, newest resolution first. The caller has checked that the reader may see all tickets.</summary>
public sealed class ListPostmortems(JsmConnectorContext database)
{
    public const int PageSize = 50;
    public const int MostAtOnce = 10_000;

    /// <param name="number">From 1; beyond the last the last.</param>
    public async Task<PostmortemPage> PageAsync(PostmortemFilter filter, int number, CancellationToken cancellationToken)
    {
        var rows = filter.Over(database);
        var total = await rows.CountAsync(cancellationToken);
        var last = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(number, 1, last);
        return new PostmortemPage(page, last, total, await LinesAsync(Ordered(rows).Skip((page - 1) * PageSize).Take(PageSize), cancellationToken));
    }

    /// <summary>For figures and files: as many as a site of ten years has.</summary>
    public Task<IReadOnlyList<PostmortemLine>> AllAsync(PostmortemFilter filter, CancellationToken cancellationToken) =>
        LinesAsync(Ordered(filter.Over(database)).Take(MostAtOnce), cancellationToken);

    private static IQueryable<PostmortemRow> Ordered(IQueryable<PostmortemRow> rows) =>
        rows.OrderByDescending(row => row.Postmortem.ResolvedAt).ThenBy(row => row.Incident.IssueKey);

    private async Task<IReadOnlyList<PostmortemLine>> LinesAsync(IQueryable<PostmortemRow> rows, CancellationToken cancellationToken)
    {
        // Columns by name: the documents of fifty postmortems weigh more than a whole page of the list.
        var read = await rows.Select(row => new
        {
            row.Incident.Id,
            row.Incident.IssueKey,
            row.Incident.Summary,
            row.Postmortem.State,
            row.Incident.WorstSeverity,
            row.Incident.Class,
            row.Incident.StartedAt,
            row.Postmortem.ResolvedAt,
            row.Postmortem.CauseCategories,
            row.Postmortem.SecondsToAcknowledge,
            row.Postmortem.SecondsToResolve,
            row.Postmortem.SecondsToFirstWord,
            row.Postmortem.ReviewDueAt,
        }).ToListAsync(cancellationToken);
        var names = await NamesAsync(rows.Select(row => row.Incident.Id), cancellationToken);
        return [.. read.Select(row => new PostmortemLine
        {
            IncidentId = row.Id,
            IssueKey = row.IssueKey,
            Summary = row.Summary,
            State = row.State,
            Severity = row.WorstSeverity.Level,
            Class = row.Class,
            StartedAt = row.StartedAt,
            ResolvedAt = row.ResolvedAt,
            Components = [.. names[row.Id]],
            Causes = row.CauseCategories,
            SecondsToAcknowledge = row.SecondsToAcknowledge,
            SecondsToResolve = row.SecondsToResolve,
            SecondsToFirstWord = row.SecondsToFirstWord,
            ReviewDueAt = row.ReviewDueAt,
        })];
    }

    /// <summary>Joined in the database: ten thousand ids would be sent there and back.</summary>
    private async Task<ILookup<IncidentId, string>> NamesAsync(IQueryable<IncidentId> ids, CancellationToken cancellationToken) =>
        (await database.Set<IncidentComponent>().AsNoTracking().Where(c => ids.Contains(c.IncidentId)).OrderBy(c => c.Name).Select(c => new { c.IncidentId, c.Name }).ToListAsync(cancellationToken))
            .ToLookup(c => c.IncidentId, c => c.Name);
}
