using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Actions;

/// <summary>
/// Makes the issue of one action and links it with the incident's ticket. How a repeat does no harm: the issue carries a label of its own that is
/// written by the same call, and after a lost answer it is searched by it, once Jira's index has had time to learn of it.
/// </summary>
public sealed class MakeActionIssue(JsmConnectorContext database, JiraSites sites, CurrentSettings settings, PostmortemAddress address, TimeProvider clock) : IDeliveryHandler
{
    public const string ChannelName = "action";

    /// <summary>Jira finds what was made some seconds later.</summary>
    public static readonly TimeSpan IndexLag = TimeSpan.FromMinutes(1);

    public string Channel => ChannelName;

    /// <summary>Actions of one incident one after another: so a search for a lost one is never about the next.</summary>
    public static PlannedDelivery Planned(Incident incident, PostmortemAction action) => new(ChannelName, action.Id.ToString("N"), $"{ChannelName}:{incident.Id.Value:N}")
    {
        IncidentId = incident.Id.Value,
        Audience = "internal",
    };

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var incidentId = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var id = Guid.TryParse(attempt.Destination, out var named) ? named : Guid.Empty;
        var action = await database.Set<PostmortemAction>().FirstOrDefaultAsync(a => a.IncidentId == incidentId && a.Id == id, cancellationToken);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == incidentId, cancellationToken);
        if (action is null || incident is null)
            return new DeliveryOutcome.Suppressed("The action no longer exists.");
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Never("The app is not enabled on this site: enable it, then replay.");
        var outcome = await MakeAsync(jira, action, incident, cancellationToken) ?? await LinkAsync(jira, action, incident, cancellationToken);
        action.Problem = outcome switch
        {
            DeliveryOutcome.Later(var reason, _) => reason,
            DeliveryOutcome.Never(var reason) => reason,
            _ => null,
        };
        await database.SaveChangesAsync(CancellationToken.None);
        if (outcome is DeliveryOutcome.Delivered)
            await TellDraftAsync(incidentId, cancellationToken);
        return outcome;
    }

    /// <summary>A draft lists its actions: the sweep renews it. A text that people review changes only when somebody asks.</summary>
    private Task TellDraftAsync(IncidentId incident, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.Set<Postmortem>().Where(p => p.IncidentId == incident && p.State == PostmortemState.Draft && p.DueAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.DueAt, now).SetProperty(p => p.Attempts, 0), cancellationToken);
    }

    /// <returns>Null when the issue is known.</returns>
    private async Task<DeliveryOutcome?> MakeAsync(JiraClient jira, PostmortemAction action, Incident incident, CancellationToken cancellationToken)
    {
        if (action.IssueId is not null)
            return null;
        if (action.SendingAt is { } sent)
        {
            if (clock.GetUtcNow() < sent + IndexLag)
                return new DeliveryOutcome.Later("The answer to the making of the issue was lost; it is searched for in a minute.", sent + IndexLag);
            var search = await jira.SearchAsync($"labels = \"{action.Label}\"", ["status"], null, cancellationToken);
            if (search is not JiraResult<JiraIssuePage>.Ok(var page))
                return Failed(search, action);
            if (page.Issues.Select(ActionIssue.Read).OfType<ActionIssue>().FirstOrDefault() is { } found)
                return await KeepAsync(action, found.Id, found.Key);
        }
        action.SendingAt = clock.GetUtcNow();
        await database.SaveChangesAsync(cancellationToken);
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == action.InstallationId, cancellationToken);
        var made = await jira.CreateIssueAsync(ActionIssue.Of(action, incident.IssueKey, await address.OfAsync(site, incident.IssueKey, cancellationToken)), cancellationToken);
        if (made is JiraResult<JiraIssueId>.Ok(var issue))
            return await KeepAsync(action, issue.Id, issue.Key);
        // Refused is certain: nothing was made. Only an answer that never came leaves it open.
        if (made is not JiraResult<JiraIssueId>.Unreachable)
            action.SendingAt = null;
        return Failed(made, action);
    }

    private async Task<DeliveryOutcome?> KeepAsync(PostmortemAction action, string id, string key)
    {
        (action.IssueId, action.IssueKey, action.SendingAt) = (id, key, null);
        await database.SaveChangesAsync(CancellationToken.None);
        return null;
    }

    private async Task<DeliveryOutcome> LinkAsync(JiraClient jira, PostmortemAction action, Incident incident, CancellationToken cancellationToken)
    {
        if (action.IsLinked)
            return new DeliveryOutcome.Delivered(action.IssueKey);
        // Looked at first: the link may have been made by a call whose answer was lost.
        var issue = await jira.GetIssueAsync(action.IssueId!, ["issuelinks"], cancellationToken);
        if (issue is not JiraResult<System.Text.Json.JsonElement>.Ok(var fields))
            return Failed(issue, action);
        if (!ActionIssue.IsLinkedTo(fields, incident.IssueKey))
        {
            var type = (await settings.GetAsync(action.InstallationId, cancellationToken)).Postmortems.Actions.LinkType;
            var linked = await jira.LinkIssuesAsync(type, action.IssueKey!, incident.IssueKey, cancellationToken);
            if (linked is not JiraResult<bool>.Ok)
                return Failed(linked, action);
        }
        action.IsLinked = true;
        return new DeliveryOutcome.Delivered(action.IssueKey);
    }

    private DeliveryOutcome Failed<T>(JiraResult<T> result, PostmortemAction action) => result switch
    {
        JiraResult<T>.NotFound => new DeliveryOutcome.Never($"Jira shows the app no such issue, link type or project ({action.ProjectKey}): check postmortems.actions in the settings and the app's permissions, then replay."),
        JiraResult<T>.Refused(var status, var message) => new DeliveryOutcome.Never(
            $"Jira refused the issue ({status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {message}). The app needs the permission to create issues in {action.ProjectKey}, and the type '{action.IssueType}' must exist there; then replay."),
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
