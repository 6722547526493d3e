using Hangfire;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IssuePanel.Drafts;

/// <summary>Erases drafts of all sites that nobody finished within a day.</summary>
public sealed class ForgetDrafts(IServiceScopeFactory scopes, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var old = clock.GetUtcNow() - KeepDrafts.Kept;
        await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<UpdateDraft>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .Where(draft => draft.SavedAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    public static Platform.Jobs.RecurringJob Job => new("forget-drafts", jobs => jobs.AddOrUpdate<ForgetDrafts>("forget-drafts", job => job.RunAsync(CancellationToken.None), Cron.Hourly(23)));
}
