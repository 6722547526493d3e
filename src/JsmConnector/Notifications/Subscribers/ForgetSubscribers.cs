using Hangfire;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>
/// Keeps of people only what is needed: a question that nobody answered goes after a week, who left after a month, an address that takes nothing after three,
/// messages after two weeks.
/// </summary>
public sealed class ForgetSubscribers(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Left = TimeSpan.FromDays(30), Quarantined = TimeSpan.FromDays(90), Told = TimeSpan.FromDays(14);

    [JobDisplayName("Forget subscribers who left")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (database, now) = (scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), clock.GetUtcNow());
        var (asked, left, quarantined, told) = (now - SubscriptionDesk.QuestionLasts, now - Left, now - Quarantined, now - Told);
        var subscribers = database.Set<Subscriber>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]);
        var notices = database.Set<SubscriberNotice>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]);
        var gone = subscribers.Where(s => (s.State == SubscriberState.Pending && s.AskedAt < asked) || (s.State == SubscriberState.Unsubscribed && s.EndedAt < left) || (s.State == SubscriberState.Quarantined && s.EndedAt < quarantined));
        await notices.Where(n => n.FinishedAt < told || gone.Any(s => s.InstallationId == n.InstallationId && s.Id == n.SubscriberId)).ExecuteDeleteAsync(cancellationToken);
        await gone.ExecuteDeleteAsync(cancellationToken);
    }
}
