using Hangfire;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration.SetUp;

/// <summary>Cleans up after tests that nobody looked at to the end.</summary>
public sealed partial class ForgetTrials(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetTrials> logger)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var old = clock.GetUtcNow() - Drill.Longest;
        var sites = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Incident>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(incident => incident.IsDrill && incident.StartedAt < old).Select(incident => incident.InstallationId).Distinct().ToListAsync(cancellationToken);
        await EachSite.RunAsync(sites, EndAsync, (exception, site) => LogNotEnded(logger, exception, site), cancellationToken);
    }

    public static Platform.Jobs.RecurringJob Job => new("forget-trials", jobs => jobs.AddOrUpdate<ForgetTrials>("forget-trials", job => job.RunAsync(CancellationToken.None), Cron.Minutely()));

    private async Task EndAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        if (await scope.ServiceProvider.GetRequiredService<SiteOfCaller>().FindAsync(cancellationToken) is { } site)
            await scope.ServiceProvider.GetRequiredService<Trials>().EndAsync(site, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The test of installation {Installation} could not be cleaned up; trying again in a minute")]
    private static partial void LogNotEnded(ILogger logger, Exception exception, InstallationId installation);
}
