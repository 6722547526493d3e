using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Upkeep;

/// <summary>Compares every page elsewhere with what we hold, now and then. While something is on its way there nothing is compared: it would differ.</summary>
public sealed partial class WatchDrift(IServiceScopeFactory scopes, TimeProvider clock, ILogger<WatchDrift> logger)
{
    [JobDisplayName("Compare status pages elsewhere with what is held here")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var installation in await LiveAsync(cancellationToken))
        {
            try
            {
                await RunAsync(installation, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotCompared(logger, exception, installation);
            }
        }
    }

    public async Task RunAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var services = scope.ServiceProvider;
        var pages = (await services.GetRequiredService<CurrentSettings>().GetAsync(installation, cancellationToken)).StatusPages;
        foreach (var page in pages)
        {
            if (services.GetServices<IPageUpkeep>().FirstOrDefault(upkeep => upkeep.Provider == page.Provider) is not { } upkeep)
                continue;
            var database = services.GetRequiredService<JsmConnectorContext>();
            if (await IsBusyAsync(database, page.Id, cancellationToken))
                continue;
            var comparison = await upkeep.CompareAsync(installation, page, await services.GetRequiredService<ComponentStateQuery>().AllAsync(cancellationToken), cancellationToken);
            if (comparison.Failure is { } why)
                LogNotRead(logger, page.Id, installation, why);
            else if (!await IsBusyAsync(database, page.Id, cancellationToken))
                await KeepAsync(database, installation, page.Id, comparison.Differences, cancellationToken);
        }
    }

    private async Task KeepAsync(JsmConnectorContext database, InstallationId installation, string page, IReadOnlyList<Difference> found, CancellationToken cancellationToken)
    {
        var held = await database.Set<PageDrift>().Where(drift => drift.PageId == page).ToListAsync(cancellationToken);
        var wanted = found.ToDictionary(difference => (difference.Subject, difference.What));
        foreach (var drift in held)
        {
            if (!wanted.Remove((drift.Subject, drift.What), out var still))
                database.Remove(drift);
            else
                (drift.Name, drift.Ours, drift.Theirs, drift.ByHand) = (still.Name, still.Ours, still.Theirs, drift.ByHand || still.ByHand);
        }
        database.AddRange(wanted.Values.Select(difference => new PageDrift
        {
            InstallationId = installation,
            PageId = page,
            Subject = difference.Subject,
            What = difference.What,
            Name = difference.Name,
            Ours = difference.Ours,
            Theirs = difference.Theirs,
            ByHand = difference.ByHand,
            FoundAt = clock.GetUtcNow(),
        }));
        await database.SaveChangesAsync(cancellationToken);
    }

    private static Task<bool> IsBusyAsync(JsmConnectorContext database, string page, CancellationToken cancellationToken)
    {
        var lane = $"{PlanMirroring.Channel}:{page}";
        return database.Set<Delivery>().AnyAsync(delivery => delivery.Lane == lane && (delivery.State == DeliveryState.Queued || delivery.State == DeliveryState.Sending), cancellationToken);
    }

    private async Task<List<InstallationId>> LiveAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.State == InstallationState.Enabled || site.State == InstallationState.Disabled).OrderBy(site => site.Id).Select(site => site.Id).ToListAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status pages of installation {Installation} could not be compared")]
    private static partial void LogNotCompared(ILogger logger, Exception exception, InstallationId installation);

    [LoggerMessage(Level = LogLevel.Information, Message = "The status page {Page} of installation {Installation} could not be read for comparison: {Reason}")]
    private static partial void LogNotRead(ILogger logger, string page, InstallationId installation, string reason);
}
