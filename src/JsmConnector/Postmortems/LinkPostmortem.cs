using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>
/// Links the postmortem from its ticket. Jira replaces a link with the same global id, so a repeat leaves one link; the whole object goes
/// every time, because Jira empties what an update leaves out.
/// </summary>
public sealed class LinkPostmortem(JsmConnectorContext database, JiraSites sites, PostmortemAddress address, TimeProvider clock) : IDeliveryHandler
{
    public const string ChannelName = "remotelink";

    public string Channel => ChannelName;

    /// <summary>The lane is the ticket: Jira limits writes to one issue.</summary>
    public static PlannedDelivery Planned(Incident incident) => new(ChannelName, incident.IssueId, $"issue:{incident.IssueId}")
    {
        IncidentId = incident.Id.Value,
        Audience = "internal",
    };

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        var postmortem = await database.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == id, cancellationToken);
        if (incident is null || incident.Deleted || postmortem?.GeneratedAt is not { } generatedAt)
            return new DeliveryOutcome.Suppressed("There is no postmortem, or no ticket, to link any more.");
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Never("The app is not enabled on this site: enable it, then replay.");

        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == attempt.InstallationId, cancellationToken);
        var link = LinkTo(incident, postmortem, await address.OfAsync(site, incident.IssueKey, cancellationToken), generatedAt, await OverdueAsync(id, cancellationToken));
        var outcome = Read(await jira.UpsertRemoteLinkAsync(incident.IssueId, link, cancellationToken));
        if (outcome is DeliveryOutcome.Delivered)
            await AddLink.AddAsync(database, attempt.InstallationId, id, link.Object.Url, cancellationToken);
        return outcome;
    }

    private RemoteLink LinkTo(Incident incident, Postmortem postmortem, string url, DateTimeOffset generatedAt, int overdue) => new()
    {
        GlobalId = $"jsmconnector:postmortem:{incident.IssueId}",
        Application = new RemoteLinkApplication { Type = "io.jsmconnector.app", Name = "JsmConnector" },
        Relationship = "Post-incident review",
        Object = new RemoteLinkObject
        {
            Url = url,
            Title = $"Postmortem of {incident.IssueKey}",
            Summary = $"{postmortem.State.Label()}, put together {Words.Time(generatedAt)}{Due(postmortem)}{Late(overdue)}",
            Status = new RemoteLinkStatus { Resolved = postmortem.State == PostmortemState.Closed },
        },
    };

    private static DocumentWords Words => DocumentWords.Of(DocumentWords.DefaultLanguage);

    /// <summary>The team looks at the ticket: there the reminder reaches it.</summary>
    private string Due(Postmortem postmortem) => postmortem is { ReviewDueAt: { } due, State: PostmortemState.Draft or PostmortemState.InReview }
        ? due <= clock.GetUtcNow() ? $"; the review was due {Words.Time(due)}" : $"; the review is due {Words.Time(due)}"
        : "";

    private static string Late(int actions) => actions switch
    {
        0 => "",
        1 => "; one action is overdue",
        _ => FormattableString.Invariant($"; {actions} actions are overdue"),
    };

    private Task<int> OverdueAsync(IncidentId incident, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.Set<Actions.PostmortemAction>().CountAsync(a => a.IncidentId == incident && !a.IsDone && !a.IsGone && a.GoalAt <= now, cancellationToken);
    }

    private DeliveryOutcome Read(JiraResult<RemoteLinkId> result) => result switch
    {
        JiraResult<RemoteLinkId>.Ok(var made) => new DeliveryOutcome.Delivered(made.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        JiraResult<RemoteLinkId>.NotFound => new DeliveryOutcome.Never("The ticket was deleted, or the app may not see it: let the app browse the project, then replay."),
        JiraResult<RemoteLinkId>.Refused(var status, var message) =>
            new DeliveryOutcome.Never($"Jira refused the link ({status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {message}). The app needs the permission to link issues in the project; a closed ticket may also refuse every edit by its workflow (jira.issue.editable): reopen it or allow edits there, then replay."),
        JiraResult<RemoteLinkId>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<RemoteLinkId>.Unreachable(var reason, var delay) =>
            new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => throw new InvalidOperationException("Unknown result."),
    };
}
