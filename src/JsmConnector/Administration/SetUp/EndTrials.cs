using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.History;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration.SetUp;

/// <param name="Key">Null when Jira never said that the ticket is made.</param>
public sealed record EndedTrial(string? Key, Closing Closing);

/// <summary>
/// Ends tests: first the row says so, then the incident goes, then what pages show of it, then the ticket is closed. Whatever dies between two of these is
/// repeated by the next run, on any node. A mirror that is under way finds no incident any more under the page's lock.
/// </summary>
public sealed class EndTrials(JsmConnectorContext database, CurrentSettings settings, IPageHistory history, CloseTrials close, TimeProvider clock)
{
    /// <summary>Beyond that a ticket which Jira does not let be closed is left to people.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    /// <param name="begunBefore">Younger tests go on.</param>
    public async Task<IReadOnlyList<EndedTrial>> EndAsync(InstallationId site, DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        var tickets = await MarkAsync(site, begunBefore, cancellationToken);
        var ended = new List<EndedTrial>();
        // Nobody's closed tab stops it half way.
        foreach (var ticket in tickets)
            await ForgetAsync(site, ticket);
        foreach (var ticket in tickets)
        {
            var closing = await close.CloseAsync(site, ticket, cancellationToken);
            if (closing != Closing.NotYet || ticket.BegunAt < clock.GetUtcNow() - GivenUpAfter)
                ticket.ClosedAt = clock.GetUtcNow();
            // Found by its label, and known by its event before: one row speaks for it.
            var (id, issue) = (ticket.Id, ticket.IssueId);
            if (issue is not null && await database.Set<TestTicket>().AnyAsync(other => other.Id != id && other.IssueId == issue, CancellationToken.None))
                database.Remove(ticket);
            await database.SaveChangesAsync(CancellationToken.None);
            ended.Add(new EndedTrial(ticket.IssueKey, closing));
        }
        // Until then a row keeps late news of the ticket from beginning anything.
        var forgotten = clock.GetUtcNow() - TestIncident.Longest;
        await database.Set<TestTicket>().Where(ticket => ticket.ClosedAt != null && ticket.BegunAt < forgotten).ExecuteDeleteAsync(CancellationToken.None);
        return ended;
    }

    /// <returns>Rows of tests that have ended and leave something to do; a ticket that somebody made by hand gets one here.</returns>
    private async Task<IReadOnlyList<TestTicket>> MarkAsync(InstallationId site, DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var rows = await database.Set<TestTicket>().ToListAsync(cancellationToken);
        foreach (var row in rows.Where(row => row.EndedAt is null && row.BegunAt < begunBefore))
            row.EndedAt = now;
        var tests = await database.Set<Incident>().AsNoTracking().Where(incident => incident.IsTest).Select(incident => new { incident.Id, incident.IssueId, incident.IssueKey, incident.StartedAt }).ToListAsync(cancellationToken);
        foreach (var test in tests)
        {
            var row = rows.Find(known => known.IssueId == test.IssueId);
            if (row is { EndedAt: null } || (row is null && test.StartedAt >= begunBefore))
                continue;
            if (row is null)
                rows.Add(row = database.Add(new TestTicket { InstallationId = site, Id = Guid.CreateVersion7(now), IssueId = test.IssueId, IssueKey = test.IssueKey, BegunAt = test.StartedAt, EndedAt = now }).Entity);
            (row.IncidentId, row.ClosedAt) = (test.Id, null);
        }
        await database.SaveChangesAsync(cancellationToken);
        return [.. rows.Where(row => row is { EndedAt: not null, ClosedAt: null })];
    }

    private async Task ForgetAsync(InstallationId site, TestTicket ticket)
    {
        if (ticket.IncidentId is not { } incident)
            return;
        var (none, id) = (CancellationToken.None, incident.Value);
        await database.Set<Delivery>().Where(delivery => delivery.IncidentId == id).ExecuteDeleteAsync(none);
        await database.Set<TimelineEntry>().Where(entry => entry.IssueId == ticket.IssueId).ExecuteDeleteAsync(none);
        await database.Set<Incident>().Where(held => held.Id == incident).ExecuteDeleteAsync(none);
        foreach (var page in (await settings.GetAsync(site, none)).StatusPages.Where(page => page.Provider == StatusPageSettings.BuiltIn.Provider))
            await history.ForgetAsync(site, page.Id, incident, none);
    }
}
