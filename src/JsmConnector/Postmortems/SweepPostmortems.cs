using Hangfire;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>Runs whatever is due: tries that wait, and postmortems whose own job was lost.</summary>
public sealed class SweepPostmortems(IServiceScopeFactory scopes, GeneratePostmortem generate, TimeProvider clock)
{
    private const int MostAtOnce = 50;

    public static Platform.Jobs.RecurringJob Job { get; } = new(
        "sweep-postmortems", jobs => jobs.AddOrUpdate<SweepPostmortems>("sweep-postmortems", sweep => sweep.RunAsync(CancellationToken.None), Cron.Minutely()));

    [Queue(GeneratePostmortem.Queue)]
    [JobDisplayName("Write postmortems that are due")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (installation, incident) in await DueAsync(cancellationToken))
            await generate.RunAsync(installation, incident, cancellationToken);
    }

    private async Task<IReadOnlyList<(InstallationId, IncidentId)>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        // The one place that looks over all sites: ids only, each worked on in its own scope.
        var due = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Postmortem>().AsNoTracking()
            .IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(p => p.DueAt <= now && (p.LeasedUntil == null || p.LeasedUntil < now))
            // What has a job of its own is of today; the past comes last.
            .OrderBy(p => p.JobId == null).ThenBy(p => p.DueAt).Take(MostAtOnce)
            .Select(p => new { p.InstallationId, p.IncidentId })
            .ToListAsync(cancellationToken);
        return [.. due.Select(p => (p.InstallationId, p.IncidentId))];
    }
}
