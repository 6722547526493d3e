using Hangfire;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations.Retention;

/// <summary>
/// Erases what nobody needs any more: retired secrets and used tokens after their time, and everything of a site some weeks after it left.
/// Which tables hold something of a site is read from the model, so that a new table cannot be missed.
/// </summary>
public sealed partial class EraseInstallations(IServiceScopeFactory scopes, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<EraseInstallations> logger)
{
    private const string Owner = "installation_id";

    [JobDisplayName("Erase retired secrets and used tokens")]
    public async Task ForgetSecretsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var now = clock.GetUtcNow();
        await database.Set<Installation>().Where(site => site.PreviousSharedSecretUntil < now)
            .ExecuteUpdateAsync(set => set.SetProperty(site => site.PreviousSharedSecret, (byte[]?)null).SetProperty(site => site.PreviousSharedSecretUntil, (DateTimeOffset?)null), cancellationToken);
        await database.Set<UsedToken>().Where(token => token.Until < now).ExecuteDeleteAsync(cancellationToken);
    }

    [JobDisplayName("Erase the data of sites that left")]
    public async Task EraseAsync(CancellationToken cancellationToken) => await EachSite.RunAsync(
        await GoneAsync(cancellationToken),
        async (installation, token) => LogErased(logger, installation, await EraseAsync(installation, token)),
        (exception, installation) => LogNotErased(logger, exception, installation), cancellationToken);

    private async Task<List<InstallationId>> GoneAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (uninstalled, superseded) = (clock.GetUtcNow() - options.Value.Uninstalled, clock.GetUtcNow() - options.Value.Superseded);
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.State == InstallationState.Uninstalled && site.StateChangedAt < uninstalled
                || site.State == InstallationState.Superseded && site.StateChangedAt < superseded)
            .Select(site => site.Id).ToListAsync(cancellationToken);
    }

    /// <summary>One transaction: a crash in the middle erases nothing, and the next run begins anew. The site may come back in the last moment; then it stays.</summary>
    private async Task<int> EraseAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var stillGone = await database.Database.SqlQuery<Guid>($"select id as \"Value\" from installations where id = {installation.Value} and state in ('Uninstalled','Superseded') for update").ToListAsync(cancellationToken);
        if (stillGone.Count == 0)
            return 0;
        var rows = 0;
        foreach (var table in ChildrenFirst(database.Model.GetRelationalModel()))
#pragma warning disable EF1002 // A table's name cannot be a parameter; this one comes from the model.
            rows += await database.Database.ExecuteSqlRawAsync($"delete from \"{table}\" where {Owner} = {{0}}", [installation.Value], cancellationToken);
#pragma warning restore EF1002
        rows += await database.Set<Installation>().Where(site => site.Id == installation).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows;
    }

    /// <summary>Tables of sites, each before those that it refers to.</summary>
    public static IReadOnlyList<string> ChildrenFirst(IRelationalModel model)
    {
        var left = model.Tables.Where(table => table.FindColumn(Owner) is not null).ToList();
        var ordered = new List<string>();
        while (left.Count > 0)
        {
            var free = left.Where(table => !table.ReferencingForeignKeyConstraints.Any(key => key.Table != table && left.Contains(key.Table))).ToList();
            if (free.Count == 0)
                throw new InvalidOperationException($"The tables {string.Join(", ", left.Select(table => table.Name))} refer to one another in a circle.");
            ordered.AddRange(free.Select(table => table.Name));
            left.RemoveAll(free.Contains);
        }
        return ordered;
    }

    public static IEnumerable<Platform.Jobs.RecurringJob> Jobs =>
    [
        new Platform.Jobs.RecurringJob("forget-secrets", jobs => jobs.AddOrUpdate<EraseInstallations>("forget-secrets", job => job.ForgetSecretsAsync(CancellationToken.None), Cron.Hourly(7))),
        new Platform.Jobs.RecurringJob("erase-installations", jobs => jobs.AddOrUpdate<EraseInstallations>("erase-installations", job => job.EraseAsync(CancellationToken.None), Cron.Daily(4))),
        new Platform.Jobs.RecurringJob("reseal-secrets", jobs => jobs.AddOrUpdate<ResealSecrets>("reseal-secrets", job => job.RunAsync(CancellationToken.None), Cron.Hourly(11))),
    ];

    [LoggerMessage(Level = LogLevel.Error, Message = "The data of installation {Installation}, which left long ago, could not be erased; the next attempt is tomorrow")]
    private static partial void LogNotErased(ILogger logger, Exception exception, InstallationId installation);

    [LoggerMessage(Level = LogLevel.Information, Message = "Erased installation {Installation}, which left long ago: {Rows} rows")]
    private static partial void LogErased(ILogger logger, InstallationId installation, int rows);
}
