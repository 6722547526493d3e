using Hangfire;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Forge;

/// <summary>Every hour: does the newest token of each Forge site still work? After a day of refusals, or a month of silence, the app counts as uninstalled there.</summary>
public sealed partial class WatchForgeSides(IServiceScopeFactory scopes, IJiraClients clients, TimeProvider clock, ILogger<WatchForgeSides> logger)
{
    /// <summary>Forge calls every hour; from here on somebody should look.</summary>
    public static readonly TimeSpan TokenIsOld = TimeSpan.FromMinutes(90);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var installation in await SidesAsync(cancellationToken))
            await WatchAsync(installation, cancellationToken);
    }

    private async Task<IReadOnlyList<InstallationId>> SidesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<ForgeSide>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(side => side.SystemToken != null && side.GoneAt == null).Select(side => side.InstallationId).ToListAsync(cancellationToken);
    }

    private async Task WatchAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var services = scope.ServiceProvider;
        var database = services.GetRequiredService<JsmConnectorContext>();
        var site = await database.Set<Installation>().SingleOrDefaultAsync(each => each.Id == installation && each.State == InstallationState.Enabled, cancellationToken);
        var side = await database.Set<ForgeSide>().FirstOrDefaultAsync(cancellationToken);
        if (site is null || side?.TokenReceivedAt is not { } receivedAt)
            return;

        var now = clock.GetUtcNow();
        if (now - receivedAt > TokenIsOld)
            LogOld(logger, installation, receivedAt);
        var credentials = services.GetRequiredService<ForgeCredentials>();
        if (await credentials.OfferAsync(site, cancellationToken) is not { } offer)
            return;
        var silence = JudgeSilence.Judge(side.RefusedSince, side.LastCalledAt, Outcome(await clients.For(offer.Credentials).GetMyselfAsync(cancellationToken), now - receivedAt), now);
        side.RefusedSince = silence.RefusedSince;
        if (silence.IsGone)
            Leave(site, side, now);
        await database.SaveChangesAsync(cancellationToken);
        services.GetRequiredService<FindEventSource>().Forget(installation);
    }

    private void Leave(Installation site, ForgeSide side, DateTimeOffset now)
    {
        (side.GoneAt, side.SystemToken, side.TokenReceivedAt) = (now, null, null);
        LogGone(logger, site.Id);
        // The other half of the site goes on, and its events count from now on.
        if (site.SharedSecret is not null)
            site.EventSource = EventSource.Connect;
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jira refuses the Forge token of installation {Installation} and Forge does not call any more: the app counts as uninstalled there")]
    private static partial void LogGone(ILogger logger, InstallationId installation);
}
