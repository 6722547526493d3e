using Hangfire;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.History;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Import;

/// <summary>Every minute, and at once when one begins: carries imports on, portion by portion. A portion that is read twice adds nothing: incidents are known by their ids there.</summary>
public sealed partial class RunImports(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RunImports> logger)
{
    private const int MostPortionsARun = 50, MostAttempts = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2), Pause = TimeSpan.FromMinutes(1);

    [JobDisplayName("Import the past of status pages elsewhere")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (installation, id) in await DueAsync(cancellationToken))
        {
            try
            {
                for (var portion = 0; portion < MostPortionsARun && await StepAsync(installation, id, cancellationToken); portion++)
                {
                }
            }
            catch (DbUpdateConcurrencyException exception)
            {
                LogOvertaken(logger, exception, id);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Its lease runs out, then the same portion is read again; the others go on.
                LogInterrupted(logger, exception, id);
            }
        }
    }

    /// <returns>True when the next portion may be read at once.</returns>
    private async Task<bool> StepAsync(InstallationId installation, Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var (services, now) = (scope.ServiceProvider, clock.GetUtcNow());
        var database = services.GetRequiredService<JsmConnectorContext>();
        var import = await database.Set<PageImport>().FirstAsync(i => i.Id == id, cancellationToken);
        if (import.State != ImportState.Running || import.DueAt > now)
            return false;
        // Another node leaves it alone meanwhile.
        import.DueAt = now + Lease;
        await database.SaveChangesAsync(cancellationToken);
        var settings = await services.GetRequiredService<CurrentSettings>().GetAsync(installation, cancellationToken);
        var page = settings.StatusPages.FirstOrDefault(entry => entry.Id == import.Source);
        var source = services.GetServices<IImportSource>().FirstOrDefault(source => source.CanRead(import.Source, page));
        var read = source is null ? new Imported.Never("The page to import from is no longer in the settings.") : await source.ReadAsync(import.Source, page, import.Portions + 1, cancellationToken);
        if (read is Imported.Portion portion)
        {
            // Reading may have taken long: nobody takes the portion over while it is written.
            import.DueAt = clock.GetUtcNow() + Lease;
            await database.SaveChangesAsync(cancellationToken);
            // In a scope of its own: what is written there is none of the import's row.
            await using var work = scopes.Enter(installation);
            await TakeAsync(work.ServiceProvider, import, portion, cancellationToken);
        }
        Record(import, read);
        await database.SaveChangesAsync(cancellationToken);
        return import.State == ImportState.Running && import.DueAt <= clock.GetUtcNow();
    }

    private static async Task TakeAsync(IServiceProvider services, PageImport import, Imported.Portion portion, CancellationToken cancellationToken)
    {
        var names = portion.Groups.SelectMany(group => group.Components).Concat(portion.Incidents.SelectMany(incident => incident.Components)).DistinctBy(Component.KeyOf).ToList();
        if (portion.Groups.Count > 0)
        {
            await services.GetRequiredService<ImportComponents>().AddAsync(import.InstallationId, import.PageId, names, portion.Groups, import.Author, cancellationToken);
            import.Components = names.Count;
        }
        await services.GetRequiredService<IPageHistory>().AddAsync(import.InstallationId, import.PageId, portion.Incidents, import.Author, cancellationToken);
    }

    private void Record(PageImport import, Imported read)
    {
        var now = clock.GetUtcNow();
        switch (read)
        {
            case Imported.Portion portion:
                (import.Portions, import.Incidents, import.Expected, import.Attempts, import.Reason, import.DueAt) = (import.Portions + 1, import.Incidents + portion.Incidents.Count, portion.Expected ?? import.Expected, 0, null, now);
                if (portion.IsLast)
                    (import.State, import.FinishedAt) = (ImportState.Done, now);
                break;
            case Imported.Later(var why, var at) when ++import.Attempts < MostAttempts:
                (import.Reason, import.DueAt) = (why, at ?? now + Pause);
                break;
            case Imported.Later(var why, _):
                (import.State, import.Reason, import.FinishedAt) = (ImportState.Failed, why, now);
                break;
            case Imported.Never(var why):
                (import.State, import.Reason, import.FinishedAt) = (ImportState.Failed, why, now);
                break;
            default:
                throw new InvalidOperationException("A portion is read, later or never.");
        }
    }

    private async Task<List<(InstallationId Installation, Guid Id)>> DueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        // Over all sites: ids only, each is then worked on inside its own.
        var due = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<PageImport>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).AsNoTracking()
            .Where(import => import.State == ImportState.Running && import.DueAt <= now).OrderBy(import => import.DueAt).Take(20).Select(import => new { import.InstallationId, import.Id }).ToListAsync(cancellationToken);
        return [.. due.Select(import => (import.InstallationId, import.Id))];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {Id} was interrupted; it goes on in some minutes")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {Id} is carried on by another node")]
    private static partial void LogOvertaken(ILogger logger, Exception exception, Guid id);
}
