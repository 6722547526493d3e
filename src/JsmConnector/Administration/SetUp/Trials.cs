using System.Collections.Concurrent;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.StatusPages.History;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration.SetUp;

/// <summary>Tickets of tests that Jira has not told of yet. In this process only: another node waits for Jira's word.</summary>
public sealed class BegunTrials
{
    public ConcurrentDictionary<InstallationId, (string IssueId, string IssueKey, DateTimeOffset At)> Tickets { get; } = new();
}

/// <summary>A test incident: a ticket is made in Jira, its event comes back the usual way, and the page shows it; then every trace of it is removed.</summary>
public sealed class Trials(BegunTrials begun, JiraSites sites, JsmConnectorContext database, CurrentSettings settings, IPageHistory history, TimeProvider clock)
{
    /// <returns>Null when no test is under way.</returns>
    public async Task<TrialState?> StateAsync(Installation site, CancellationToken cancellationToken)
    {
        var held = await database.Set<Incident>().AsNoTracking().Where(incident => incident.IsDrill).OrderByDescending(incident => incident.StartedAt).FirstOrDefaultAsync(cancellationToken);
        if (held is null)
            return begun.Tickets.TryGetValue(site.Id, out var made) && made.At > clock.GetUtcNow() - Drill.Longest ? new TrialState(made.IssueKey, site.TicketUrl(made.IssueKey), false, null, false) : null;
        var id = held.Id.Value;
        var isOnPage = await database.Set<Delivery>().AnyAsync(delivery => delivery.IncidentId == id && delivery.State == DeliveryState.Delivered, cancellationToken);
        return new TrialState(held.IssueKey, site.TicketUrl(held.IssueKey), true, $"{held.Stage.Label()}, no component touched", isOnPage);
    }

    public async Task<Done> BeginAsync(Installation site, string place, CancellationToken cancellationToken)
    {
        if (place.Split('|', 2) is not [{ Length: > 0 } project, { Length: > 0 } type])
            return new Done(Tone.Major, "Choose where the test ticket is made.");
        if (await StateAsync(site, cancellationToken) is not null)
            return new Done(Tone.Neutral, "A test is under way already.");
        if (await sites.FindAsync(site.Id, cancellationToken) is not { } jira)
            return new Done(Tone.Major, "The app has no credentials for this site.");
        switch (await jira.CreateIssueAsync(TrialTicket.Of(project, type), cancellationToken))
        {
            case JiraResult<JiraIssueId>.Ok(var issue):
                begun.Tickets[site.Id] = (issue.Id, issue.Key, clock.GetUtcNow());
                return new Done(Tone.Good, $"The ticket {issue.Key} is made. Jira tells of it within seconds; watch below.");
            case JiraResult<JiraIssueId>.Refused(_, var message):
                return new Done(Tone.Major, $"Jira refuses to make the ticket: {message} Make one by hand with the label {Drill.Label}; it is treated as a test too.");
            default:
                return new Done(Tone.Major, "Jira could not be reached. Wait a minute and try again.");
        }
    }

    /// <summary>Closes the ticket and removes what the test left: the incident, its words, its place on the page.</summary>
    public async Task<Done> EndAsync(Installation site, CancellationToken cancellationToken)
    {
        var drills = await database.Set<Incident>().AsNoTracking().Where(incident => incident.IsDrill).ToListAsync(cancellationToken);
        List<(string Id, string Key)> tickets = [.. drills.Select(drill => (drill.IssueId, drill.IssueKey))];
        if (begun.Tickets.TryRemove(site.Id, out var made) && !tickets.Exists(ticket => ticket.Id == made.IssueId))
            tickets.Add((made.IssueId, made.IssueKey));
        if (tickets.Count == 0)
            return new Done(Tone.Neutral, "There was nothing to clean up.");
        var isClosed = true;
        foreach (var (id, _) in tickets)
            isClosed &= await CloseAsync(site.Id, id, cancellationToken);
        var current = await settings.GetAsync(site.Id, cancellationToken);
        foreach (var drill in drills)
            await ForgetAsync(site.Id, drill, current);
        var keys = string.Join(", ", tickets.Select(ticket => ticket.Key));
        return isClosed
            ? new Done(Tone.Good, $"Cleaned up: the page shows nothing of the test, and {keys} is closed. The ticket itself stays in Jira; delete it there if you like.")
            : new Done(Tone.Degraded, $"The page shows nothing of the test any more. {keys} could not be closed by the app: close or delete it in Jira.");
    }

    private async Task<bool> CloseAsync(InstallationId site, string issueId, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira
        && (await jira.GetTransitionsAsync(issueId, cancellationToken)).ValueOrDefault()?.FirstOrDefault(transition => transition.To.Category == "done") is { } end
        && await jira.TransitionAsync(issueId, end.Id, cancellationToken) is JiraResult<bool>.Ok;

    /// <summary>The incident goes last, and nobody's closed tab stops it: what still has one is found again.</summary>
    private async Task ForgetAsync(InstallationId site, Incident drill, InstallationSettings current)
    {
        var cancellationToken = CancellationToken.None;
        var id = drill.Id.Value;
        await database.Set<Delivery>().Where(delivery => delivery.IncidentId == id).ExecuteDeleteAsync(cancellationToken);
        await database.Set<TimelineEntry>().Where(entry => entry.IssueId == drill.IssueId).ExecuteDeleteAsync(cancellationToken);
        foreach (var page in current.StatusPages.Where(page => page.Provider == StatusPageSettings.BuiltIn.Provider))
            await history.ForgetAsync(site, page.Id, drill.Id, cancellationToken);
        await database.Set<Incident>().Where(incident => incident.Id == drill.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
