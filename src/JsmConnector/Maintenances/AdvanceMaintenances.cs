using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Maintenances;

/// <summary>Every minute: what was planned to begin or to end by now says so. Two nodes at once: the row version lets one of them speak.</summary>
public sealed partial class AdvanceMaintenances(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AdvanceMaintenances> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (installation, id) in await DueAsync(cancellationToken))
        {
            try
            {
                await AdvanceAsync(installation, id, cancellationToken);
            }
            catch (DbUpdateException exception)
            {
                LogOvertaken(logger, exception, id.Value);
            }
        }
    }

    private async Task<List<(InstallationId Installation, MaintenanceId Id)>> DueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (database, now) = (scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), clock.GetUtcNow());
        // Over all sites: ids only, each is then worked on inside its own.
        var due = await database.Set<Maintenance>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).AsNoTracking()
            .Where(m => m.Automatic && ((m.Stage == MaintenanceStage.Scheduled && m.ScheduledFor <= now)
                || ((m.Stage == MaintenanceStage.InProgress || m.Stage == MaintenanceStage.Verifying) && m.ScheduledUntil <= now)))
            .Where(m => database.Set<Installation>().Any(i => i.Id == m.InstallationId && (i.State == InstallationState.Enabled || i.State == InstallationState.Disabled)))
            .OrderBy(m => m.ScheduledFor).Take(500).Select(m => new { m.InstallationId, m.Id }).ToListAsync(cancellationToken);
        return [.. due.Select(m => (m.InstallationId, m.Id))];
    }

    private async Task AdvanceAsync(InstallationId installation, MaintenanceId id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var maintenance = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Maintenance>().FirstAsync(m => m.Id == id, cancellationToken);
        if (MaintenanceRules.Due(maintenance, clock.GetUtcNow()) is { } stage)
            await scope.ServiceProvider.GetRequiredService<SayMaintenance>().MoveAsync(maintenance, new MaintenanceWish { Stage = stage, IsByClock = true }, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Maintenance {Id} was moved on by another node")]
    private static partial void LogOvertaken(ILogger logger, Exception exception, Guid id);
}
