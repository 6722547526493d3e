using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Actions;

/// <summary>
/// Reminds the owner of an action where they work: an internal comment on its issue mentions them, and Jira tells them. How a repeat does no harm: the comment
/// carries a property that is written by the same call, and is searched before one is made.
/// </summary>
public sealed class TellOwner(JsmConnectorContext database, JiraSites sites, CurrentSettings settings, TimeProvider clock) : IDeliveryHandler
{
    public const string ChannelName = "reminder";

    public string Channel => ChannelName;

    /// <summary>The lane is the issue: Jira limits writes to one.</summary>
    public static PlannedDelivery Planned(PostmortemAction action, ActionReminder reminder) => new(ChannelName, $"{action.Id:N}/{reminder}", $"issue:{action.IssueId}")
    {
        IncidentId = action.IncidentId.Value,
        Audience = "internal",
    };

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var incidentId = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var (id, reminder) = attempt.Destination.Split('/') is [var named, var kind] && Guid.TryParse(named, out var known) && Enum.TryParse<ActionReminder>(kind, out var wanted) ? (known, wanted) : default;
        var action = await database.Set<PostmortemAction>().AsNoTracking().FirstOrDefaultAsync(a => a.IncidentId == incidentId && a.Id == id, cancellationToken);
        var key = await database.Set<Incident>().Where(i => i.Id == incidentId).Select(i => i.IssueKey).FirstOrDefaultAsync(cancellationToken);
        if (key is null || action is not { IsDone: false, IsGone: false, IssueId: { } issue })
            return new DeliveryOutcome.Suppressed("The action is done, or its issue is gone.");
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Never("The app is not enabled on this site: enable it, then replay.");
        var comments = await jira.GetCommentsAsync(issue, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var all))
            return Failed(comments);
        if (all.FirstOrDefault(comment => ReminderComment.Is(comment, action, reminder)) is { } told)
            return new DeliveryOutcome.Delivered(told.Id);
        var language = (await settings.GetAsync(attempt.InstallationId, cancellationToken)).Postmortems.Language;
        var written = await jira.AddCommentAsync(issue, ReminderComment.Of(action, key, reminder, language), cancellationToken);
        return written is JiraResult<JiraCommentId>.Ok(var made) ? new DeliveryOutcome.Delivered(made.Id) : Failed(written);
    }

    private DeliveryOutcome Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => new DeliveryOutcome.Suppressed("The issue was deleted, or the app may not see it."),
        JiraResult<T>.Refused(var status, var message) => new DeliveryOutcome.Never(
            $"Jira refused the comment ({status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {message}). The app needs the permission to comment in the project of the action; then replay."),
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
