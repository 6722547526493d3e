using System.Globalization;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Tickets.Log;

/// <summary>How a repeat does no harm: the comment carries a property that is written by the same call, and is searched before one is made. Jira has no key for writing once.</summary>
public sealed class WriteTicketLog(JsmConnectorContext database, JiraSites sites, CurrentSettings settings, TimeProvider clock) : IDeliveryHandler
{
    public string Channel => PlanTicketLog.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new UpdateId(attempt.UpdateId ?? Guid.Empty);
        if (await database.Set<IncidentUpdate>().AsNoTracking().FirstOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } update)
            return new DeliveryOutcome.Suppressed("The update no longer exists.");
        var current = await settings.GetAsync(attempt.InstallationId, cancellationToken);
        if (!current.Tickets.Log)
            return new DeliveryOutcome.Suppressed("The settings want no internal comments any more.");
        if (await sites.FindAsync(attempt.InstallationId, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Never("The app is not enabled on this site: enable it, then replay.");
        var comments = await jira.GetCommentsAsync(attempt.Destination, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var all))
            return Failed(comments);
        if (all.FirstOrDefault(comment => LogComment.Is(comment, update)) is { } told)
            return new DeliveryOutcome.Delivered(told.Id);
        var written = await jira.AddCommentAsync(attempt.Destination, LogComment.Of(update, current.Postmortems.Language), cancellationToken);
        return written is JiraResult<JiraCommentId>.Ok(var made) ? new DeliveryOutcome.Delivered(made.Id) : Failed(written);
    }

    private DeliveryOutcome Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => new DeliveryOutcome.Suppressed("The ticket was deleted, or the app may not see it."),
        JiraResult<T>.Refused(var status, var message) => new DeliveryOutcome.Never(
            $"Jira refused the comment ({status.ToString(CultureInfo.InvariantCulture)}: {message}). The app needs the permission to comment in the project; then replay."),
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
