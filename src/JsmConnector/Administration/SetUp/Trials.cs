using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace JsmConnector.Administration.SetUp;

/// <summary>
/// A test incident: a ticket is made in Jira, its event comes back the usual way, and the page shows it; then every trace of it is removed. The row comes
/// before the ticket, so that any process ends what one that died has begun.
/// </summary>
public sealed class Trials(JiraSites sites, JsmConnectorContext database, EndTrials end, TimeProvider clock)
{
    /// <returns>Null when no test is under way.</returns>
    public async Task<TrialState?> StateAsync(Installation site, CancellationToken cancellationToken)
    {
        var held = await database.Set<Incident>().AsNoTracking().Where(incident => incident.IsTest).OrderByDescending(incident => incident.StartedAt).FirstOrDefaultAsync(cancellationToken);
        if (held is null)
        {
            var begun = await database.Set<TestTicket>().AsNoTracking().FirstOrDefaultAsync(ticket => ticket.EndedAt == null, cancellationToken);
            return begun is null ? null : new TrialState(begun.IssueKey, begun.IssueKey is { } key ? site.TicketUrl(key) : null, false, null, false);
        }
        var id = held.Id.Value;
        var isOnPage = await database.Set<Delivery>().AnyAsync(delivery => delivery.IncidentId == id && delivery.State == DeliveryState.Delivered, cancellationToken);
        return new TrialState(held.IssueKey, site.TicketUrl(held.IssueKey), true, held.Stage.Label(), isOnPage);
    }

    public async Task<Done> BeginAsync(Installation site, string place, CancellationToken cancellationToken)
    {
        if (place.Split('|', 2) is not [{ Length: > 0 } project, { Length: > 0 } type])
            return new Done(Tone.Major, "Choose where the test ticket is made.");
        if (await StateAsync(site, cancellationToken) is not null || await ReserveAsync(site.Id, cancellationToken) is not { } ticket)
            return new Done(Tone.Neutral, "A test is under way already.");
        if (await sites.FindAsync(site.Id, cancellationToken) is not { } jira)
            return await GiveUpAsync(ticket, new Done(Tone.Major, "The app has no credentials for this site."));
        switch (await jira.CreateIssueAsync(TrialTicket.Of(project, type, ticket.Id), cancellationToken))
        {
            case JiraResult<JiraIssueId>.Ok(var issue):
                (ticket.IssueId, ticket.IssueKey) = (issue.Id, issue.Key);
                await database.SaveChangesAsync(CancellationToken.None);
                return new Done(Tone.Good, "The ticket {0} is made. Jira tells of it within seconds; watch below.", issue.Key);
            case JiraResult<JiraIssueId>.Unreachable:
                // The ticket may be there all the same: it is known by its label, and the row waits for it.
                return new Done(Tone.Degraded, "Jira did not answer in time. If the ticket was made all the same, it shows below within a minute; else clean up and try again.");
            case JiraResult<JiraIssueId>.Refused(_, var message):
                return await GiveUpAsync(ticket, new Done(Tone.Major, "Jira refuses to make the ticket: {0} Make one by hand with the label {1}; it is treated as a test too.", message, TestIncident.Label));
            default:
                return await GiveUpAsync(ticket, new Done(Tone.Major, "Jira could not be reached. Wait a minute and try again."));
        }
    }

    /// <summary>Closes the ticket and removes what the test left: the incident, its words, its place on the page.</summary>
    public async Task<Done> EndAsync(Installation site, CancellationToken cancellationToken)
    {
        var ended = await end.EndAsync(site.Id, DateTimeOffset.MaxValue, cancellationToken);
        if (ended.Count == 0)
            return new Done(Tone.Neutral, "There was nothing to clean up.");
        var keys = string.Join(", ", ended.Select(ticket => ticket.Key).OfType<string>());
        return (keys.Length, ended.Select(ticket => ticket.Closing).Max()) switch
        {
            (_, Closing.NotYet) => new Done(Tone.Degraded, "The page shows nothing of the test any more. Jira could not be asked to close its ticket just now; the app tries again every minute."),
            (0, _) => new Done(Tone.Neutral, "Cleaned up: Jira has made no ticket."),
            (_, Closing.ByHand) => new Done(Tone.Degraded, "The page shows nothing of the test any more. {0} could not be closed by the app: close or delete it in Jira.", keys),
            _ => new Done(Tone.Good, "Cleaned up: the page shows nothing of the test, and {0} is closed. The ticket itself stays in Jira; delete it there if you like.", keys),
        };
    }

    /// <returns>Null when another test is under way, on whichever node it was begun.</returns>
    private async Task<TestTicket?> ReserveAsync(InstallationId site, CancellationToken cancellationToken)
    {
        var ticket = database.Add(new TestTicket { InstallationId = site, Id = Guid.CreateVersion7(clock.GetUtcNow()), BegunAt = clock.GetUtcNow() }).Entity;
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return ticket;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            database.ChangeTracker.Clear();
            return null;
        }
    }

    private async Task<Done> GiveUpAsync(TestTicket ticket, Done why)
    {
        database.Remove(ticket);
        await database.SaveChangesAsync(CancellationToken.None);
        return why;
    }
}
