using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Actions;

/// <summary>
/// Reminds of actions three days before their goal and once when it has passed: their owners beside the issue, the team on the incident's timeline and in the
/// link on its ticket, after asking Jira whether they are done.
/// The row says which reminder went out, so that any number of nodes and restarts remind once.
/// </summary>
public sealed partial class RemindOfActions(IServiceScopeFactory scopes, DeliveriesBell bell, TimeProvider clock, ILogger<RemindOfActions> logger)
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Before = TimeSpan.FromDays(3);

    public static Platform.Jobs.RecurringJob Job { get; } = new(
        "remind-of-actions", jobs => jobs.AddOrUpdate<RemindOfActions>("remind-of-actions", remind => remind.RunAsync(CancellationToken.None), Cron.Hourly()));

    [JobDisplayName("Remind of actions that are due")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var due = (await DueAsync(cancellationToken)).ToLookup(due => due.Installation, due => due.Action);
        await EachSite.RunAsync(due.Select(site => site.Key), (site, token) => RemindAsync(site, [.. due[site]], token), (exception, site) => LogNotReminded(logger, exception, site), cancellationToken);
        bell.Ring();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "People of installation {Installation} could not be reminded of actions; trying again in an hour")]
    private static partial void LogNotReminded(ILogger logger, Exception exception, InstallationId installation);

    private async Task<IReadOnlyList<(InstallationId Installation, Guid Action)>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        // The one place that looks over all sites: ids only, each worked on in its own scope.
        var due = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<PostmortemAction>().AsNoTracking()
            .IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(a => !a.IsDone && !a.IsGone
                && ((a.GoalAt <= now && a.Reminded != ActionReminder.Overdue) || (a.GoalAt <= now + Before && a.Reminded == ActionReminder.None)))
            .OrderBy(a => a.GoalAt).Take(MostAtOnce).Select(a => new { a.InstallationId, a.Id }).ToListAsync(cancellationToken);
        return [.. due.Select(a => (a.InstallationId, a.Id))];
    }

    private async Task RemindAsync(InstallationId installation, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var actions = await database.Set<PostmortemAction>().AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<RefreshActions>().RefreshAsync(actions, cancellationToken);
        foreach (var action in actions.Where(action => action is { IsDone: false, IsGone: false }))
            await RemindAsync(database, action, cancellationToken);
    }

    private async Task RemindAsync(JsmConnectorContext database, PostmortemAction action, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var wanted = action.GoalAt <= now ? ActionReminder.Overdue : ActionReminder.DueSoon;
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var taken = await database.Set<PostmortemAction>().Where(a => a.IncidentId == action.IncidentId && a.Id == action.Id && a.Reminded != wanted && a.Reminded != ActionReminder.Overdue)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Reminded, wanted), cancellationToken);
        if (taken == 0)
            return;
        var incident = await database.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == action.IncidentId, cancellationToken);
        if (action.IssueId is not null)
            database.Add(Delivery.Of(action.InstallationId, TellOwner.Planned(action, wanted), clock));
        database.Add(Delivery.Of(action.InstallationId, LinkPostmortem.Planned(incident), clock));
        await Timeline.AppendAsync(database, action.InstallationId, incident.IssueId,
        [
            new TimelineFact
            {
                Key = $"action/{action.Id:N}/{wanted}",
                At = now,
                Kind = "postmortem",
                Text = wanted == ActionReminder.Overdue ? $"An action is overdue: {action.Title}" : $"An action is due within three days: {action.Title}",
                Visibility = Visibility.Internal,
                Evidence = action.IssueKey ?? "postmortem",
                AsOf = now,
            },
        ], cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
