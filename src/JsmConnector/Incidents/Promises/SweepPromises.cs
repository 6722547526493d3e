using JsmConnector.Deliveries;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents.Promises;

/// <summary>
/// Looks at every promise when its time comes, on every node: a loop like the drains (docs/decisions/0004), asleep until the next time that any row
/// names. No user and no job keeps the clock: the rows do.
/// </summary>
public sealed partial class SweepPromises(IServiceScopeFactory scopes, DeliveriesBell bell, TimeProvider clock, ILogger<SweepPromises> logger) : BackgroundService
{
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);
    private const int Portion = 200;
    private const int SideBySide = 2;

    /// <summary>Tests call this instead of running the loop.</summary>
    public async Task<int> SweepOnceAsync(CancellationToken cancellationToken)
    {
        var fired = 0;
        foreach (var installation in await SitesAsync(cancellationToken))
        {
            var portions = await Task.WhenAll(Enumerable.Range(0, SideBySide).Select(_ => WorkAsync(installation, cancellationToken)));
            fired += portions.Sum();
            // When many come due in one moment, telling the first ones would take the time in which the others are to be kept.
            if (portions.Sum() > 0)
                bell.Ring();
        }
        return fired;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var sleep = TimeSpan.FromSeconds(1);
            try
            {
                await SweepOnceAsync(stoppingToken);
                sleep = await SleepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogInterrupted(logger, exception);
            }
            await Task.Delay(sleep, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> WorkAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var fired = 0;
        while (true)
        {
            var portion = await FireAsync(installation, cancellationToken);
            fired += portion;
            if (portion < Portion)
                return fired;
        }
    }

    private async Task<int> FireAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.Enter(installation);
            return await scope.ServiceProvider.GetRequiredService<FirePromises>().FireAsync(installation, Portion, null, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogBatch(logger, exception, installation);
            return await OneByOneAsync(installation, cancellationToken);
        }
    }

    /// <summary>One bad row must not silence the others. It is looked at again in a minute.</summary>
    private async Task<int> OneByOneAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var fired = 0;
        foreach (var id in await DueAsync(installation, cancellationToken))
        {
            await using var scope = scopes.Enter(installation);
            try
            {
                fired += await scope.ServiceProvider.GetRequiredService<FirePromises>().FireAsync(installation, 1, id, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogOne(logger, exception, id.Value, installation);
                await using var fresh = scopes.Enter(installation);
                var later = clock.GetUtcNow() + TryAgain;
                await fresh.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<HeldPromise>().Where(promise => promise.IncidentId == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(promise => promise.LookAt, later), cancellationToken);
            }
        }
        return fired;
    }

    private async Task<List<IncidentId>> DueAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var now = clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<HeldPromise>()
            .Where(promise => promise.LookAt <= now).OrderBy(promise => promise.LookAt).Take(Portion).Select(promise => promise.IncidentId).Distinct().ToListAsync(cancellationToken);
    }

    private async Task<List<InstallationId>> SitesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        return await Looked(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>()).Where(promise => promise.LookAt <= now)
            .Select(promise => promise.InstallationId).Distinct().ToListAsync(cancellationToken);
    }

    private async Task<TimeSpan> SleepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var next = await Looked(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>()).MinAsync(promise => promise.LookAt, cancellationToken);
        var wait = next is { } at ? at - clock.GetUtcNow() : LongestSleep;
        return wait < ShortestSleep ? ShortestSleep : wait < LongestSleep ? wait : LongestSleep;
    }

    /// <summary>Over all sites: ids and times only; each is then worked on inside its own.</summary>
    private static IQueryable<HeldPromise> Looked(JsmConnectorContext database) =>
        database.Set<HeldPromise>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).AsNoTracking().Where(promise => promise.LookAt != null
            && database.Set<Installation>().Any(site => site.Id == promise.InstallationId && (site.State == InstallationState.Enabled || site.State == InstallationState.Disabled)));

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking at promises was interrupted; going on in a second")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Promises of installation {Installation} could not be worked on together; taking them one by one")]
    private static partial void LogBatch(ILogger logger, Exception exception, InstallationId installation);

    [LoggerMessage(Level = LogLevel.Error, Message = "The promise of incident {Incident} of installation {Installation} could not be worked on; trying again in a minute")]
    private static partial void LogOne(ILogger logger, Exception exception, Guid incident, InstallationId installation);
}
