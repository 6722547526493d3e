using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
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
    IServiceScopeFactory scopes, SiteCatalogs catalogs, HeadOfLane heads, WebhooksBell bell, DeliveriesBell deliveries, TimeProvider clock, ILogger<DrainWebhooks> logger)
    : Drain(Webhook.Lanes, bell, heads, clock, logger)
{
    /// <summary>After this many interrupted attempts a webhook is put aside: something in it kills its handler.</summary>
    private const int MostAttempts = 8;
    private const int Parallel = 4;

    protected override int Portion => 128;

    protected override int MostPortions => 2;

    private readonly TimeProvider _clock = clock;

    protected override async Task HandleAsync(IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken)
    {
        foreach (var installation in rows.GroupBy(row => row.Installation))
        {
            var batch = await ReadAsync(installation.Key, [.. installation], cancellationToken);
            await System.Threading.Tasks.Parallel.ForEachAsync(
                batch, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
                async (item, token) => await ApplyAsync(installation.Key, item, token));
        }
        deliveries.Ring();
    }

    private sealed record Item(ClaimedRow Row, Intent Intent, SiteCatalog Catalog);

    /// <summary>Translates a batch and finishes at once, in one statement a reason, whatever is none of our business.</summary>
    private async Task<IReadOnlyList<Item>> ReadAsync(InstallationId installation, IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var catalog = await catalogs.GetAsync(installation, cancellationToken);
        var sequences = rows.Select(row => row.Sequence).ToList();
        var bodies = await database.Set<Webhook>().AsNoTracking().Where(w => sequences.Contains(w.Sequence))
            .Select(w => new { w.Sequence, w.Body, w.ReceivedAt }).ToDictionaryAsync(w => w.Sequence, cancellationToken);

        var items = rows.Select(row => new Item(row, Translate(bodies[row.Sequence].Body, catalog, bodies[row.Sequence].ReceivedAt), catalog)).ToList();
        var held = await HeldAsync(database, items, cancellationToken);
        var rest = new List<Item>();
        var foreign = new Dictionary<string, List<long>>();
        foreach (var item in items)
        {
            if (Foreign(item, held) is not { } reason)
                rest.Add(item);
            else if (foreign.TryGetValue(reason, out var others))
                others.Add(item.Row.Sequence);
            else
                foreign[reason] = [item.Row.Sequence];
        }
        if (foreign.Count == 0)
            return rest;
        await using var transaction = await BeginAsync(database, cancellationToken);
        foreach (var (reason, group) in foreign)
            await FinishAsync(database, group, rows[0].Lease, WebhookState.NotOurs, reason, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rest;
    }

    /// <summary>Tickets that are no incidents are most of a site's traffic: they never reach a transaction of their own.</summary>
    private static string? Foreign(Item item, HashSet<string> held) => item.Intent switch
    {
        Intent.NotOurs(var reason) => reason,
        Intent.Observe { Snapshot: var snapshot } => NotAnIncident(snapshot, item.Catalog, held),
        Intent.Delete { Snapshot: var snapshot } => NotAnIncident(snapshot, item.Catalog, held),
        Intent.Note { Snapshot: { } snapshot } => NotAnIncident(snapshot, item.Catalog, held),
        Intent.Note { IssueId: var issue } => held.Contains(issue) ? null : "a comment on a ticket that is not an incident",
        _ => null,
    };

    private static string? NotAnIncident(IssueSnapshot snapshot, SiteCatalog catalog, HashSet<string> held) =>
        !held.Contains(snapshot.IssueId) && Recognition.Of(snapshot, catalog) is Recognition.NotAnIncident { Because: var because } ? because : null;

    private static async Task<HashSet<string>> HeldAsync(JsmConnectorContext database, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var issues = items.Select(item => item.Row.Lane).Distinct().ToList();
        return [.. await database.Set<Incident>().Where(i => issues.Contains(i.IssueId)).Select(i => i.IssueId).ToListAsync(cancellationToken)];
    }

    private static Intent Translate(byte[]? body, SiteCatalog catalog, DateTimeOffset receivedAt)
    {
        try
        {
            return body is null ? new Intent.NotOurs("its body is gone") : TranslateWebhook.Translate(body, catalog, receivedAt);
        }
        catch (JsonException exception)
        {
            return new Intent.NotOurs($"its body is not valid JSON: {exception.Message}");
        }
    }

    private async Task ApplyAsync(InstallationId installation, Item item, CancellationToken cancellationToken)
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

    private async Task ApplyOnceAsync(InstallationId installation, Item item, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        await using var transaction = await BeginAsync(database, cancellationToken);
        var reason = await scope.ServiceProvider.GetRequiredService<ApplyIntent>().ApplyAsync(installation, item.Intent, item.Catalog, cancellationToken);
        var state = reason is null ? WebhookState.Done : WebhookState.NotOurs;
        // Nobody else may have taken the row meanwhile; then their outcome counts, and ours is rolled back.
        if (await FinishAsync(database, [item.Row.Sequence], item.Row.Lease, state, reason, cancellationToken) == 1)
            await transaction.CommitAsync(cancellationToken);
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
