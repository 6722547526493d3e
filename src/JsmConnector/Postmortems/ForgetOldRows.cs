using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Review;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>
/// What nobody looks for any more goes: saves in the middle of writing, and finished deliveries of postmortems. Who agreed to what, what was published,
/// what the app wrote and the last save of each sitting stay, and so does whatever waits for a person.
/// </summary>
public sealed class ForgetOldRows(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Of one person, to the next one: then they are the same sitting. The page saves by itself every few seconds.</summary>
    public const int SittingMinutes = 10;

    public static readonly TimeSpan SavesKept = TimeSpan.FromDays(30);
    public static readonly TimeSpan DeliveriesKept = TimeSpan.FromDays(90);

    private static readonly string[] Channels = [PlanPostmortem.Channel, LinkPostmortem.ChannelName, PublishPostmortem.Channel, MakeActionIssue.ChannelName, TellOwner.ChannelName, Mentions.TellMentioned.ChannelName];

    public static Platform.Jobs.RecurringJob Job { get; } = new(
        "forget-postmortem-rows", jobs => jobs.AddOrUpdate<ForgetOldRows>("forget-postmortem-rows", forget => forget.RunAsync(CancellationToken.None), Cron.Daily(4)));

    [JobDisplayName("Forget saves in the middle of writing older than 30 days, and finished deliveries of postmortems older than 90")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var (saves, deliveries) = (clock.GetUtcNow() - SavesKept, clock.GetUtcNow() - DeliveriesKept);
        var versions = database.Set<PostmortemVersion>();
        // Over all sites, each row judged beside rows of its own site only.
        await versions.IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(v => v.At < saves && v.Reason == VersionReason.Edited && v.Note == null
                && versions.Any(next => next.InstallationId == v.InstallationId && next.IncidentId == v.IncidentId && next.Number > v.Number
                    && next.Reason == VersionReason.Edited && next.Author == v.Author && next.At <= v.At.AddMinutes(SittingMinutes))
                && !database.Set<PostmortemApproval>().Any(a => a.InstallationId == v.InstallationId && a.IncidentId == v.IncidentId && a.Number == v.Number)
                && !database.Set<Publication>().Any(p => p.InstallationId == v.InstallationId && p.IncidentId == v.IncidentId && p.Version == v.Number))
            .ExecuteDeleteAsync(cancellationToken);
        await database.Set<Delivery>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(d => Channels.Contains(d.Channel) && d.FinishedAt < deliveries
                && (d.State == DeliveryState.Delivered || d.State == DeliveryState.Suppressed || d.State == DeliveryState.Expired))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
