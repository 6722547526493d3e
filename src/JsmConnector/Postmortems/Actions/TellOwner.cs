using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Actions;

/// <summary>Reminds the owner of an action where they work: an internal comment on its issue mentions them, and Jira tells them. A repeat does no harm: <see cref="CommentForTeam"/>.</summary>
public sealed class TellOwner(JsmConnectorContext database, CommentForTeam comments, CurrentSettings settings) : IDeliveryHandler
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
        var language = (await settings.GetAsync(attempt.InstallationId, cancellationToken)).Postmortems.Language;
        return await comments.WriteAsync(attempt.InstallationId, issue, ReminderComment.Of(action, key, reminder, language), cancellationToken);
    }
}
