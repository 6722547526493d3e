using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>
/// One turn of one site: some pages of what changed there, and now and then a look at the ticket of each open incident. One call at a time, far below any
/// burst limit; after each page it is written down how far it came, so that a death repeats one page and the repeat changes nothing.
/// </summary>
public sealed class ReconcileSite(
    ClaimReconciliation claims, JsmConnectorContext database, JiraSites sites, StoreMissed store, RereadIssue reread,
    IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    /// <summary>A deletion is no edit, so no search finds it.</summary>
    private static readonly TimeSpan CheckOpenEvery = TimeSpan.FromHours(1);

    /// <summary>A site holds far fewer open incidents; more would be a sign of something else, and must not eat the quota.</summary>
    private const int MostOpen = 500;

    /// <summary>Tickets found gone lately are looked at as well: most were deleted, some were only hidden for a while.</summary>
    private const int MostGone = 100;

    /// <summary>At most 50 a second of the 150 that Jira allows for single issues: the rest belongs to live incidents.</summary>
    private static readonly TimeSpan BetweenIssues = TimeSpan.FromMilliseconds(20);

    /// <summary>Keeps the lease over a long look.</summary>
    private const int IssuesPerNote = 50;

    private const string SpareQuota = "Little of Jira's hourly quota is left: live incidents go first.";

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <returns>When the site wants its next turn, and what is wrong, if anything.</returns>
    public async Task<(DateTimeOffset DueAt, string? Problem)> TakeTurnAsync(SiteReconciliation row, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(row.InstallationId, cancellationToken) is not { } jira)
            return (Later(null), "No door to the site is open: the app has no usable credential.");
        for (var page = 0; page < options.Value.PagesPerTurn; page++)
        {
            if (jira.ShouldSpareQuota)
                return (Later(AfterFailure), SpareQuota);
            var isRest = row.NextPage is not null;
            switch (await NextPageAsync(jira, row, cancellationToken))
            {
                case Step.Later(var because, var wait):
                    return (Later(wait ?? AfterFailure), because);
                case Step.Refused(var because):
                    // A page that can no longer be asked for: the search begins anew, at what was seen.
                    await claims.NoteAsync(row, BeginAnew, cancellationToken);
                    return (Later(isRest ? AfterFailure : null), because);
            }
            if (row.Query is null)
                return await CheckOpenAsync(jira, row, cancellationToken);
        }
        // More is waiting; other sites go first.
        return (clock.GetUtcNow(), null);
    }

    private async Task<Step> NextPageAsync(JiraClient jira, SiteReconciliation row, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // The query counts minutes back from Jira's now, so its window moves on while a site waits for quota: what was not seen yet would fall out of it.
        if (row.SearchedAt < now - options.Value.Overlap)
            await claims.NoteAsync(row, BeginAnew, cancellationToken);
        var query = row.Query ?? ChangedSince.Query(row.SeenUntil, options.Value.Overlap, now);
        if (await jira.SearchAsync(query, RestSnapshot.Fields, row.NextPage, cancellationToken) is var answer && answer is not JiraResult<JiraIssuePage>.Ok { Value: var page })
            return Step.Of(answer);
        if (await store.AddAsync(row.InstallationId, page.Issues, cancellationToken) is not { } healed)
            return Step.Of((int?)null);
        var (searchedAt, isLast) = (row.SearchedAt ?? now, page.Next is null || page.Next == row.NextPage);
        await claims.NoteAsync(row, row =>
        {
            row.Healed += healed;
            row.SeenUntil = isLast ? searchedAt : RestSnapshot.LatestOf(page.Issues, row.SeenUntil, searchedAt);
            (row.Query, row.NextPage, row.SearchedAt) = isLast ? (null, null, null) : (query, page.Next, (DateTimeOffset?)searchedAt);
        }, cancellationToken);
        return new Step.Done(healed);
    }

    private static void BeginAnew(SiteReconciliation row) => (row.Query, row.NextPage, row.SearchedAt) = (null, null, null);

    private async Task<(DateTimeOffset DueAt, string? Problem)> CheckOpenAsync(JiraClient jira, SiteReconciliation row, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (row.OpenCheckedAt is { } last && last > now - CheckOpenEvery && !(row.AskedAt > last))
            return (Later(null), null);
        var (problem, looked) = ((string?)null, 0);
        foreach (var (issue, hiddenAt) in await TicketsAsync(now, cancellationToken))
        {
            if (jira.ShouldSpareQuota)
                return (Later(AfterFailure), SpareQuota);
            switch (hiddenAt is { } hidden
                ? await reread.LookAgainAsync(jira, row.InstallationId, issue, hidden, cancellationToken)
                : await reread.RunAsync(jira, row.InstallationId, issue, cancellationToken))
            {
                case Step.Later(var because, var wait):
                    return (Later(wait ?? AfterFailure), because);
                case Step.Refused(var because):
                    problem = because;
                    break;
                case Step.Done(var healed, var told):
                    problem = told ?? problem;
                    if (healed > 0 || ++looked % IssuesPerNote == 0)
                        await claims.NoteAsync(row, row => row.Healed += healed, cancellationToken);
                    break;
            }
            await Task.Delay(BetweenIssues, clock, cancellationToken);
        }
        await claims.NoteAsync(row, row => row.OpenCheckedAt = now, cancellationToken);
        return (Later(null), problem);
    }

    /// <summary>Those of open incidents, then those that were gone when they were looked at last, with the time of it.</summary>
    private async Task<IEnumerable<(string Issue, DateTimeOffset? HiddenAt)>> TicketsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (incidents, since) = (database.Set<Incident>().AsNoTracking(), now - ChangedSince.Furthest);
        var open = await incidents
            .Where(incident => !incident.Deleted && (incident.Stage == Stage.Investigating || incident.Stage == Stage.Identified || incident.Stage == Stage.Monitoring))
            .OrderBy(incident => incident.SnapshotAt).Select(incident => incident.IssueId).Take(MostOpen).ToListAsync(cancellationToken);
        var gone = await incidents.Where(incident => incident.Deleted && incident.SnapshotAt > since).OrderByDescending(incident => incident.SnapshotAt)
            .Select(incident => new { incident.IssueId, incident.SnapshotAt }).Take(MostGone).ToListAsync(cancellationToken);
        return [.. open.Select(issue => (issue, (DateTimeOffset?)null)), .. gone.Select(incident => (incident.IssueId, (DateTimeOffset?)incident.SnapshotAt))];
    }

    private DateTimeOffset Later(TimeSpan? wait) => clock.GetUtcNow() + (wait ?? options.Value.Every);
}
