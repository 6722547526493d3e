using Hangfire;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>
/// Finds what webhooks lost, site by site, and puts it into the inbox: after a downtime of ours or of Jira's, after the app was disabled, or when asked.
/// Whoever is due longest has the next turn, and a turn is short, so that one busy site does not hold up the others.
/// </summary>
public sealed partial class Reconcile(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Reconcile> logger)
{
    /// <summary>Its own queue with its own worker: a long search takes no thread from postmortems and sweeps.</summary>
    public const string Queue = "reconciliation";

    /// <summary>Shorter than a minute: then the next job goes on.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(50);

    private const int SitesAtOnce = 100;

    public static Platform.Jobs.RecurringJob Job { get; } = new(
        "reconcile", jobs => jobs.AddOrUpdate<Reconcile>("reconcile", Queue, job => job.RunAsync(CancellationToken.None), Cron.Minutely()));

    [JobDisplayName("Compare sites with Jira")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        await AddSitesAsync(cancellationToken);
        while (await DueAsync(cancellationToken) is { Count: > 0 } due)
        {
            foreach (var installation in due)
            {
                if (clock.GetElapsedTime(start) > LongestRun)
                    return;
                await TakeTurnAsync(installation, cancellationToken);
            }
        }
    }

    private async Task TakeTurnAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var claims = scope.ServiceProvider.GetRequiredService<ClaimReconciliation>();
        if (await claims.TakeAsync(installation, cancellationToken) is not { } row)
            return;
        try
        {
            var (dueAt, problem) = await scope.ServiceProvider.GetRequiredService<ReconcileSite>().TakeTurnAsync(row, cancellationToken);
            await claims.PutBackAsync(row, dueAt, problem, cancellationToken);
        }
        catch (LeaseLostException)
        {
            // The other worker writes the outcome.
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception, installation);
            await claims.PutBackAsync(row, clock.GetUtcNow() + TimeSpan.FromMinutes(1), $"It was interrupted: {exception.GetType().Name}.", cancellationToken);
        }
    }

    private async Task AddSitesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var missing = await database.Set<Installation>().AsNoTracking()
            .Where(site => site.State == InstallationState.Enabled
                && !database.Set<SiteReconciliation>().IgnoreQueryFilters(Everybody).Any(row => row.InstallationId == site.Id))
            .Select(site => site.Id).ToListAsync(cancellationToken);
        foreach (var installation in missing)
        {
            await using var own = scopes.Enter(installation);
            await AskForReconciliation.AddMissingAsync(own.ServiceProvider.GetRequiredService<JsmConnectorContext>(), installation, clock.GetUtcNow(), cancellationToken);
        }
    }

    private async Task<IReadOnlyList<InstallationId>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        // Looks over all sites: ids only, each worked on in its own scope. A disabled site stays due, and so has its turn as soon as it is enabled.
        return await database.Set<SiteReconciliation>().IgnoreQueryFilters(Everybody).AsNoTracking()
            .Where(row => row.DueAt <= now && (row.LeasedUntil == null || row.LeasedUntil < now)
                && database.Set<Installation>().Any(site => site.Id == row.InstallationId && site.State == InstallationState.Enabled))
            .OrderBy(row => row.DueAt).Take(SitesAtOnce).Select(row => row.InstallationId).ToListAsync(cancellationToken);
    }

    private static readonly string[] Everybody = [JsmConnectorContext.TenantFilter];

    [LoggerMessage(Level = LogLevel.Error, Message = "Comparing installation {Installation} with Jira was interrupted")]
    private static partial void LogFailed(ILogger logger, Exception exception, InstallationId installation);
}
