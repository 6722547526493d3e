using Hangfire;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using JsmConnector.Webhooks.Forge;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>
/// Jira sends `uninstalled` once and does not repeat it. Every hour each site is asked whether it still takes the app's secret; after a week of refusals
/// without one event it counts as uninstalled, until a call proves the opposite.
/// </summary>
public sealed partial class WatchConnectSites(IServiceScopeFactory scopes, IJiraClients clients, ClockSkew clocks, TimeProvider clock, ILogger<WatchConnectSites> logger)
{
    /// <summary>Beyond it Jira refuses every token, and the reason is our clock.</summary>
    private static readonly TimeSpan SkewThatRefuses = TimeSpan.FromSeconds(60);

    public static Platform.Jobs.RecurringJob Job { get; } = new(
        "watch-connect-sites", jobs => jobs.AddOrUpdate<WatchConnectSites>("watch-connect-sites", job => job.RunAsync(CancellationToken.None), Cron.Hourly(37)));

    [JobDisplayName("Ask sites whether the Connect app is still installed")]
    public async Task RunAsync(CancellationToken cancellationToken) =>
        await EachSite.RunAsync(await SitesAsync(cancellationToken), WatchAsync, (exception, installation) => LogFailed(logger, exception, installation), cancellationToken);

    private async Task<IReadOnlyList<InstallationId>> SitesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.SharedSecret != null && (site.State == InstallationState.Enabled || site.State == InstallationState.Disabled)).Select(site => site.Id).ToListAsync(cancellationToken);
    }

    private async Task WatchAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var site = await database.Set<Installation>().AsNoTracking().SingleOrDefaultAsync(each => each.Id == installation && each.SharedSecret != null, cancellationToken);
        if (site is null || await scope.ServiceProvider.GetRequiredService<ConnectCredentials>().OfferAsync(site, cancellationToken) is not { } offer)
            return;

        var answer = Outcome(await clients.For(offer.Credentials).GetMyselfAsync(cancellationToken), clocks.OfAnswers(offer.Credentials.BaseUrl.Authority));
        var before = new ConnectRefusals(site.ConnectRefusedSince, site.ConnectRefusals);
        var patience = site.State == InstallationState.Disabled ? JudgeConnect.PatienceWhileDisabled : JudgeConnect.Patience;
        var (refusals, isGone) = JudgeConnect.Judge(before, await HeardAtAsync(database, site.EventSource, cancellationToken), answer, patience, clock.GetUtcNow());
        // Only if the secret is still the one that was tried: the site may have come back in this moment.
        await database.Set<Installation>().Where(each => each.Id == installation && each.SharedSecret == site.SharedSecret)
            .ExecuteUpdateAsync(set => set.SetProperty(each => each.ConnectRefusedSince, refusals.Since).SetProperty(each => each.ConnectRefusals, refusals.Count), cancellationToken);
        if (isGone)
            await scope.ServiceProvider.GetRequiredService<PresumeGone>().ConcludeAsync(installation, site.SharedSecret!, cancellationToken);
    }

    /// <summary>When Jira sent an event through Connect last: those of the other doors, and what we asked for ourselves, prove nothing of this one.</summary>
    private static Task<DateTimeOffset?> HeardAtAsync(JsmConnectorContext database, EventSource counts, CancellationToken cancellationToken)
    {
        var ofConnect = counts == EventSource.Connect
            ? database.Set<Webhook>().Where(webhook => !webhook.DeliveryKey.StartsWith(RestSnapshot.KeyPrefix) && !webhook.DeliveryKey.StartsWith(AcceptWebhook.AsidePrefix))
            : database.Set<Webhook>().Where(webhook => webhook.DeliveryKey.StartsWith(AcceptWebhook.AsidePrefix) && !webhook.DeliveryKey.StartsWith(AcceptWebhook.AsidePrefix + NormaliseTrigger.KeyPrefix));
        return ofConnect.OrderByDescending(webhook => webhook.Sequence).Select(webhook => (DateTimeOffset?)webhook.ReceivedAt).FirstOrDefaultAsync(cancellationToken);
    }

    private static ConnectAnswer Outcome(JiraResult<JiraAccount> answer, ClockReading? jira) => answer switch
    {
        JiraResult<JiraAccount>.Ok => ConnectAnswer.Taken,
        JiraResult<JiraAccount>.NotFound or JiraResult<JiraAccount>.Refused(401, _) when !(jira?.Ahead.Duration() > SkewThatRefuses) => ConnectAnswer.Refused,
        _ => ConnectAnswer.Unknown,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Installation {Installation} could not be asked whether the Connect app is still installed; the next attempt is in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception, InstallationId installation);
}
