using System.Collections.Concurrent;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace JsmConnector.Webhooks;

public sealed class WebhooksBell : Doorbell;

/// <summary>
/// Step three of the path (after ReceiveWebhook): works off the inbox in lanes. Each webhook takes effect in one transaction with the mark
/// that it did, so that a crash before the commit repeats it from the start and a crash after it repeats nothing.
/// </summary>
public sealed partial class DrainWebhooks(
    IServiceScopeFactory scopes, TakeWebhooks take, HeadOfLane heads, WebhooksBell bell, DeliveriesBell deliveries, TimeProvider clock, ILogger<DrainWebhooks> logger)
    : Drain(Webhook.Lanes, bell, heads, clock, logger)
{
    /// <summary>After this many interrupted attempts a webhook is put aside: something in it kills its handler.</summary>
    private const int MostAttempts = 8;
    /// <summary>Each is the head of another issue's lane.</summary>
    protected override int Portion => 16;

    protected override int MostPortions => 8;

    protected override TimeSpan Gather => TimeSpan.FromMilliseconds(15);

    private readonly TimeProvider _clock = clock;

    private readonly ConcurrentDictionary<(Guid Lease, long Sequence), TakenWebhook> _taken = new();

    protected override async Task<Taken> TakeAsync(int most, CancellationToken cancellationToken)
    {
        var (webhooks, count) = await take.TakeAsync(most, cancellationToken);
        foreach (var webhook in webhooks)
            _taken[(webhook.Row.Lease, webhook.Row.Sequence)] = webhook;
        return new Taken([.. webhooks.Select(webhook => webhook.Row)], count);
    }

    protected override async Task HandleAsync(IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken)
    {
        var taken = rows.Select(row => _taken.TryRemove((row.Lease, row.Sequence), out var webhook) ? webhook : null).OfType<TakenWebhook>();
        // Together, so that a slow site holds its portion up once.
        foreach (var (webhook, whole) in await Task.WhenAll(taken.Select(async webhook => (webhook, await WholeAsync(webhook, cancellationToken)))))
        {
            if (whole is WholeIssue.Known(var intent))
                await ApplyAsync(webhook.Row.Installation, webhook with { Intent = intent }, cancellationToken);
            else if (whole is WholeIssue.NotNow(var why, var pause))
                await WaitAsync(webhook.Row, why, pause, cancellationToken);
        }
        deliveries.Ring();
    }

    private async ValueTask<WholeIssue> WholeAsync(TakenWebhook webhook, CancellationToken cancellationToken)
    {
        if (webhook.Intent is not Intent.Observe { Snapshot.IsPartial: true } partial)
            return new WholeIssue.Known(webhook.Intent);
        await using var scope = scopes.Enter(webhook.Row.Installation);
        return await scope.ServiceProvider.GetRequiredService<ReadWholeIssue>().ReadAsync(webhook.Row.Installation, partial, webhook.Catalog, cancellationToken);
    }

    /// <summary>Nothing is wrong with the webhook itself, so this attempt does not count; its lane waits with it, because the order counts.</summary>
    private async Task WaitAsync(ClaimedRow row, string why, TimeSpan pause, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(row.Installation);
        var (database, due) = (scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), _clock.GetUtcNow() + pause);
        await database.Set<Webhook>().Where(w => w.Sequence == row.Sequence && w.Lease == row.Lease)
            .ExecuteUpdateAsync(set => set
                .SetProperty(w => w.State, WebhookState.Stored).SetProperty(w => w.Reason, why).SetProperty(w => w.DueAt, due).SetProperty(w => w.Attempts, w => w.Attempts - 1)
                .SetProperty(w => w.Lease, (Guid?)null).SetProperty(w => w.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    private async Task ApplyAsync(InstallationId installation, TakenWebhook item, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                await ApplyOnceAsync(installation, item, cancellationToken);
                return;
            }
            // Another incident made the same component, or a person spoke at this moment: read again and decide anew.
            catch (DbUpdateException) when (retry < 5)
            {
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception, item.Row.Sequence, installation);
                await PutOffAsync(installation, item.Row, exception, cancellationToken);
                return;
            }
        }
    }

    private async Task ApplyOnceAsync(InstallationId installation, TakenWebhook item, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        await using var transaction = await BeginAsync(database, cancellationToken);
        var reason = await scope.ServiceProvider.GetRequiredService<ApplyIntent>().ApplyAsync(installation, item.Intent, item.Catalog, cancellationToken);
        if (reason is not null && item.Intent is Intent.Observe or Intent.Delete)
            reason = await FollowAsync(scope.ServiceProvider.GetRequiredService<FollowTicket>(), installation, item, reason, cancellationToken);
        var state = reason is null ? WebhookState.Done : WebhookState.NotOurs;
        // Nobody else may have taken the row meanwhile; then their outcome counts, and ours is rolled back.
        if (await FinishAsync(database, [item.Row.Sequence], item.Row.Lease, state, reason, cancellationToken) == 1)
            await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>A ticket that is no incident may be a change whose work is planned.</summary>
    private static async Task<string?> FollowAsync(FollowTicket follow, InstallationId installation, TakenWebhook item, string reason, CancellationToken cancellationToken)
    {
        var (ticket, deleted) = item.Intent is Intent.Delete(var last) ? (last, true) : (((Intent.Observe)item.Intent).Snapshot, false);
        return await follow.FollowAsync(installation, ticket, deleted, item.Catalog, cancellationToken) is { } because ? $"{reason}; {because}" : null;
    }

    /// <summary>
    /// The inbox row is durable, so the commit of its effect need not wait for the disk: were it lost with the database server, the row would be
    /// worked on again. Whatever follows durably (a claim of a delivery) brings it to disk first, since the log is written in order.
    /// </summary>
    private static async Task<IDbContextTransaction> BeginAsync(JsmConnectorContext database, CancellationToken cancellationToken)
    {
        var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlAsync($"set local synchronous_commit = off", cancellationToken);
        return transaction;
    }

    private async Task<int> FinishAsync(
        JsmConnectorContext database, List<long> sequences, Guid lease, WebhookState state, string? reason, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return await database.Set<Webhook>().Where(w => sequences.Contains(w.Sequence) && w.Lease == lease)
            .ExecuteUpdateAsync(set => set
                .SetProperty(w => w.State, state).SetProperty(w => w.Reason, reason).SetProperty(w => w.FinishedAt, now)
                .SetProperty(w => w.Body, (byte[]?)null).SetProperty(w => w.Lease, (Guid?)null).SetProperty(w => w.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>A webhook that cannot be applied waits with growing pauses, then is put aside so that its lane goes on.</summary>
    private async Task PutOffAsync(InstallationId installation, ClaimedRow row, Exception exception, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var (state, due) = row.Attempts >= MostAttempts
            ? (WebhookState.Rejected, _clock.GetUtcNow())
            : (WebhookState.Stored, _clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, row.Attempts)));
        var reason = $"could not be applied: {exception.GetType().Name}";
        await database.Set<Webhook>().Where(w => w.Sequence == row.Sequence && w.Lease == row.Lease)
            .ExecuteUpdateAsync(set => set
                .SetProperty(w => w.State, state).SetProperty(w => w.Reason, reason).SetProperty(w => w.DueAt, due)
                .SetProperty(w => w.Lease, (Guid?)null).SetProperty(w => w.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Sequence} of installation {Installation} could not be applied")]
    private static partial void LogFailed(ILogger logger, Exception exception, long sequence, InstallationId installation);
}
