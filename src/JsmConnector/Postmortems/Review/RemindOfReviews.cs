using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Review;

/// <summary>
/// Reminds once a day before a review is due and once when it is late: on the incident's timeline, and in the link on the ticket. The row says
/// which reminder went out, so that any number of nodes and restarts remind once.
/// </summary>
public sealed class RemindOfReviews(IServiceScopeFactory scopes, DeliveriesBell bell, TimeProvider clock)
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);

    public static Platform.Jobs.RecurringJob Job { get; } = new(
        "remind-of-reviews", jobs => jobs.AddOrUpdate<RemindOfReviews>("remind-of-reviews", remind => remind.RunAsync(CancellationToken.None), Cron.Hourly()));

    [JobDisplayName("Remind of postmortems that are due")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (installation, incident, wanted) in await DueAsync(cancellationToken))
            await RemindAsync(installation, incident, wanted, cancellationToken);
        bell.Ring();
    }

    private async Task<IReadOnlyList<(InstallationId, IncidentId, ReviewReminder)>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var due = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Postmortem>().AsNoTracking()
            .IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(p => (p.State == PostmortemState.Draft || p.State == PostmortemState.InReview)
                && ((p.ReviewDueAt <= now && p.Reminded != ReviewReminder.Overdue) || (p.ReviewDueAt <= now + Before && p.Reminded == ReviewReminder.None)))
            .OrderBy(p => p.ReviewDueAt).Take(MostAtOnce)
            .Select(p => new { p.InstallationId, p.IncidentId, p.ReviewDueAt })
            .ToListAsync(cancellationToken);
        return [.. due.Select(p => (p.InstallationId, p.IncidentId, p.ReviewDueAt <= now ? ReviewReminder.Overdue : ReviewReminder.DueSoon))];
    }

    private async Task RemindAsync(InstallationId installation, IncidentId id, ReviewReminder wanted, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        if (await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } incident)
            return;
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var taken = await database.Set<Postmortem>().Where(p => p.IncidentId == id && p.Reminded != wanted && p.Reminded != ReviewReminder.Overdue)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Reminded, wanted), cancellationToken);
        if (taken == 0)
            return;
        var now = clock.GetUtcNow();
        await Timeline.AppendAsync(database, installation, incident.IssueId,
        [
            new TimelineFact
            {
                Key = $"postmortem/due/{wanted}/{now.UtcTicks}",
                At = now,
                Kind = "postmortem",
                Text = wanted == ReviewReminder.Overdue ? "The review of the postmortem is late." : "The review of the postmortem is due within a day.",
                Visibility = Visibility.Internal,
                Evidence = "postmortem",
                AsOf = now,
            },
        ], cancellationToken);
        database.Add(Delivery.Of(installation, LinkPostmortem.Planned(incident), clock));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
