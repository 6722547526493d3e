using Hangfire;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Forge;

/// <summary>Every hour: does the newest token of each Forge site still work? After a day of refusals, or a month of silence, the app counts as uninstalled there.</summary>
public sealed partial class WatchForgeSides(IServiceScopeFactory scopes, IJiraClients clients, TimeProvider clock, ILogger<WatchForgeSides> logger)
{
    /// <summary>Forge calls every hour; from here on somebody should look.</summary>
    public static readonly TimeSpan TokenIsOld = TimeSpan.FromMinutes(90);

    public async Task RunAsync(CancellationToken cancellationToken) =>
        await EachSite.RunAsync(await SidesAsync(cancellationToken), WatchAsync, (exception, installation) => LogFailed(logger, exception, installation), cancellationToken);

    private async Task<IReadOnlyList<InstallationId>> SidesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<ForgeSide>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(side => side.GoneAt == null).Select(side => side.InstallationId).ToListAsync(cancellationToken);
    }

    private async Task WatchAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var services = scope.ServiceProvider;
        var database = services.GetRequiredService<JsmConnectorContext>();
        var site = await database.Set<Installation>().SingleOrDefaultAsync(each => each.Id == installation && each.State == InstallationState.Enabled, cancellationToken);
        var side = await database.Set<ForgeSide>().FirstOrDefaultAsync(cancellationToken);
        if (site is null || side is null)
            return;

        var now = clock.GetUtcNow();
        if (side.TokenReceivedAt is { } receivedAt && now - receivedAt > TokenIsOld)
            LogOld(logger, installation, receivedAt);
        var silence = JudgeSilence.Judge(side.RefusedSince, side.LastCalledAt, await TryAsync(services.GetRequiredService<ForgeCredentials>(), site, now, cancellationToken), now);
        side.RefusedSince = silence.RefusedSince;
        if (silence.IsGone)
            Leave(site, side, await OpenDoors.OfAsync(database, site, cancellationToken), now);
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<TokenTried> TryAsync(ForgeCredentials credentials, Installation site, DateTimeOffset now, CancellationToken cancellationToken) =>
        await credentials.OfferAsync(site, cancellationToken) is { } offer
            ? Outcome(await clients.For(offer.Credentials).GetMyselfAsync(cancellationToken), now - offer.ReceivedAt)
            : TokenTried.None;

    private void Leave(Installation site, ForgeSide side, OpenDoors doors, DateTimeOffset now)
    {
        (side.GoneAt, side.SystemToken, side.TokenReceivedAt) = (now, null, null);
        LogGone(logger, site.Id);
        // Another door of the site may be open; its events count from now on.
        if ((doors with { Forge = false }).Counting(site.EventSource) is { } left)
            site.EventSource = left;
        else
            (site.State, site.StateChangedAt) = (InstallationState.Uninstalled, now);
    }

    private static TokenTried Outcome(JiraResult<JiraAccount> answer, TimeSpan age) => answer switch
    {
        JiraResult<JiraAccount>.Ok => TokenTried.Worked,
        JiraResult<JiraAccount>.NotFound or JiraResult<JiraAccount>.Refused(401 or 403, _) => age < ForgeCredentials.TokenLife ? TokenTried.Refused : TokenTried.TooOld,
        _ => TokenTried.Unknown,
    };

    public static IEnumerable<Platform.Jobs.RecurringJob> Jobs =>
        [new Platform.Jobs.RecurringJob("watch-forge-sides", jobs => jobs.AddOrUpdate<WatchForgeSides>("watch-forge-sides", job => job.RunAsync(CancellationToken.None), Cron.Hourly(23)))];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Forge system token of installation {Installation} is old (received {ReceivedAt}): Forge's hourly call to /forge/refresh does not arrive")]
    private static partial void LogOld(ILogger logger, InstallationId installation, DateTimeOffset receivedAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Forge's side of installation {Installation} could not be looked at; the next attempt is in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception, InstallationId installation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Forge does not call installation {Installation} any more, and Jira takes no token of it: the app counts as uninstalled there")]
    private static partial void LogGone(ILogger logger, InstallationId installation);
}
