using Hangfire;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>
/// Jira sends `uninstalled` once and does not repeat it. Every hour each site is asked whether it still takes the app's secret; after a week of refusals
/// without one event the lost call is made up for.
/// </summary>
public sealed partial class WatchConnectSites(IServiceScopeFactory scopes, IJiraClients clients, ClockSkew clocks, TimeProvider clock, ILogger<WatchConnectSites> logger)
{
    /// <summary>Beyond it Jira refuses every token, and the reason is our clock.</summary>
    private static readonly TimeSpan SkewThatRefuses = TimeSpan.FromSeconds(60);

    public static Platform.Jobs.RecurringJob Job { get; } = new(
        "watch-connect-sites", jobs => jobs.AddOrUpdate<WatchConnectSites>("watch-connect-sites", job => job.RunAsync(CancellationToken.None), Cron.Hourly(37)));

    [JobDisplayName("Ask sites whether the Connect app is still installed")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var installation in await SitesAsync(cancellationToken))
        {
            try
            {
                await WatchAsync(installation, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The other sites are asked all the same, and this one in an hour.
                LogFailed(logger, exception, installation);
            }
        }
    }

    private async Task<IReadOnlyList<InstallationId>> SitesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.SharedSecret != null && site.State == InstallationState.Enabled).Select(site => site.Id).ToListAsync(cancellationToken);
    }

    private async Task WatchAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var site = await database.Set<Installation>().AsNoTracking().SingleOrDefaultAsync(each => each.Id == installation && each.SharedSecret != null, cancellationToken);
        if (site is null || await scope.ServiceProvider.GetRequiredService<ConnectCredentials>().OfferAsync(site, cancellationToken) is not { } offer)
            return;

        var answer = Outcome(await clients.For(offer.Credentials).GetMyselfAsync(cancellationToken), clocks.OfAnswers(offer.Credentials.BaseUrl.Authority));
        // Jira's identifiers are for events that came by themselves; what we asked for proves nothing of this door.
        var heardAt = await database.Set<Webhook>().Where(webhook => !webhook.DeliveryKey.StartsWith(RestSnapshot.KeyPrefix))
            .OrderByDescending(webhook => webhook.Sequence).Select(webhook => (DateTimeOffset?)webhook.ReceivedAt).FirstOrDefaultAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var (since, isGone) = JudgeConnect.Judge(site.ConnectRefusedSince, heardAt, answer, now);
        // Only if the secret is still the one that was tried: the site may have come back in this moment.
        var changed = await database.Set<Installation>().Where(each => each.Id == installation && each.SharedSecret == site.SharedSecret)
            .ExecuteUpdateAsync(set => set.SetProperty(each => each.ConnectRefusedSince, since), cancellationToken);
        if (!isGone || changed == 0)
            return;
        LogGone(logger, installation, since!.Value);
        await scope.ServiceProvider.GetRequiredService<StoreInstallation>().ChangeAsync(site.ClientKey!, InstallationState.Uninstalled, now, cancellationToken);
    }

    private static ConnectAnswer Outcome(JiraResult<JiraAccount> answer, ClockReading? jira) => answer switch
    {
        JiraResult<JiraAccount>.Ok => ConnectAnswer.Taken,
        JiraResult<JiraAccount>.NotFound or JiraResult<JiraAccount>.Refused(401, _) when !(jira?.Ahead.Duration() > SkewThatRefuses) => ConnectAnswer.Refused,
        _ => ConnectAnswer.Unknown,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Installation {Installation} could not be asked whether the Connect app is still installed; the next attempt is in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception, InstallationId installation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jira has refused the Connect app's secret of installation {Installation} since {Since} and sent nothing: the app counts as uninstalled there")]
    private static partial void LogGone(ILogger logger, InstallationId installation, DateTimeOffset since);
}
