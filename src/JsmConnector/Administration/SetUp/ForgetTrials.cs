using Hangfire;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration.SetUp;

/// <summary>Cleans up after tests that nobody looked at to the end, and goes on where a process died or Jira was away.</summary>
public sealed partial class ForgetTrials(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetTrials> logger)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var old = clock.GetUtcNow() - TestIncident.Longest;
        var tickets = database.Set<TestTicket>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]);
        var tests = database.Set<Incident>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).Where(incident => incident.IsTest);
        var sites = await tickets.Where(ticket => ticket.BegunAt < old || (ticket.EndedAt != null && ticket.ClosedAt == null)).Select(ticket => ticket.InstallationId)
            .Union(tests.Where(test => test.StartedAt < old || tickets.Any(ticket => ticket.InstallationId == test.InstallationId && ticket.IssueId == test.IssueId && ticket.EndedAt != null)).Select(test => test.InstallationId))
            .ToListAsync(cancellationToken);
        await EachSite.RunAsync(sites, (site, token) => EndAsync(site, old, token), (exception, site) => LogNotEnded(logger, exception, site), cancellationToken);
    }

    public static Platform.Jobs.RecurringJob Job => new("forget-trials", jobs => jobs.AddOrUpdate<ForgetTrials>("forget-trials", job => job.RunAsync(CancellationToken.None), Cron.Minutely()));

    private async Task EndAsync(InstallationId site, DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(site);
        await scope.ServiceProvider.GetRequiredService<EndTrials>().EndAsync(site, begunBefore, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The test of installation {Installation} could not be cleaned up; trying again in a minute")]
    private static partial void LogNotEnded(ILogger logger, Exception exception, InstallationId installation);
}
