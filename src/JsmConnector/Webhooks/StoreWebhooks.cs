using System.Threading.Channels;
using JsmConnector.Platform.Database;
using Npgsql;
using NpgsqlTypes;

namespace JsmConnector.Webhooks;

/// <summary>A webhook on its way into the inbox.</summary>
public sealed record IncomingWebhook(
    InstallationId Installation, string DeliveryKey, WebhookEnvelope Envelope, byte[] Body, DateTimeOffset ReceivedAt)
{
    internal TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// Group commit: concurrent requests share one multi-row insert and so one disk flush; each is answered after its row is durable.
/// Two writers take turns, so that one batch gathers while the other is being flushed.
/// </summary>
public sealed class StoreWebhooks(InboxDatabase inbox, RecentBodies recent) : BackgroundService
{
    private const int Writers = 2;
    private const int LargestBatch = 128;
    private const int LongestQueue = 4096;

    private readonly Channel<IncomingWebhook> _queue = Channel.CreateBounded<IncomingWebhook>(LongestQueue);

    /// <summary>Durable when the task ends. A repeated delivery key is stored once and counts as stored.</summary>
    /// <returns>False when too much waits already: the caller asks Jira to come back.</returns>
    /// <exception cref="NpgsqlException">The database cannot be reached or refuses.</exception>
    public async ValueTask<bool> StoreAsync(IncomingWebhook webhook)
    {
        if (!_queue.Writer.TryWrite(webhook))
            return false;
        await webhook.Stored.Task;
        return true;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(stoppingToken)));

    private async Task WriteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<IncomingWebhook>(LargestBatch);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var webhook))
                    batch.Add(webhook);
                await StoreAsync(batch);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever still waits gets a 503 and Jira's retry.
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var webhook))
                webhook.Stored.TrySetCanceled(stoppingToken);
        }
    }

    private async Task StoreAsync(List<IncomingWebhook> batch)
    {
        try
        {
            await InsertAsync(batch);
            foreach (var webhook in batch)
                webhook.Stored.TrySetResult();
        }
        catch (Exception exception) when (batch.Count > 1 && (exception is PostgresException || exception is not (NpgsqlException or TimeoutException or IOException)))
        {
            // One row that the database refuses, or that cannot even be written to it, must not take its neighbours with it.
            foreach (var webhook in batch)
                await StoreAsync([webhook]);
        }
        catch (Exception exception)
        {
            foreach (var webhook in batch)
                webhook.Stored.TrySetException(exception);
        }
    }

    /// <summary>
    /// SQL by hand, the third place: one statement for the whole batch, duplicates (also within it) left out by the unique index. Of two with one
    /// key in a batch the first is stored, as the rows of unnest come in order.
    /// </summary>
    private async Task InsertAsync(List<IncomingWebhook> batch)
    {
        await using var connection = await inbox.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("""
            insert into webhooks (installation_id, delivery_key, event, lane, state, reason, attempts, due_at, received_at, body)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $8::timestamptz[], $9::bytea[])
            on conflict (installation_id, delivery_key) do nothing
            returning installation_id, delivery_key, sequence
            """, connection);
        command.Parameters.Add(Array(batch, w => w.Installation.Value, NpgsqlDbType.Uuid));
        command.Parameters.Add(Array(batch, w => w.DeliveryKey, NpgsqlDbType.Text));
        command.Parameters.Add(Array(batch, w => w.Envelope.Event, NpgsqlDbType.Text));
        command.Parameters.Add(Array(batch, w => w.Envelope.Lane, NpgsqlDbType.Text));
        command.Parameters.Add(Array(batch, w => StateOf(w.Envelope).ToString(), NpgsqlDbType.Text));
        command.Parameters.Add(Array(batch, w => w.Envelope.Problem ?? w.Envelope.NotOurs, NpgsqlDbType.Text));
        command.Parameters.Add(Array(batch, _ => 0, NpgsqlDbType.Integer));
        command.Parameters.Add(Array(batch, w => w.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Array(batch, w => w.Body, NpgsqlDbType.Bytea));
        await command.PrepareAsync();
        var stored = new Dictionary<(Guid, string), IncomingWebhook>(batch.Count);
        foreach (var webhook in batch)
            stored.TryAdd((webhook.Installation.Value, webhook.DeliveryKey), webhook);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (stored.TryGetValue((reader.GetGuid(0), reader.GetString(1)), out var webhook) && StateOf(webhook.Envelope) == WebhookState.Stored)
                recent.Keep(webhook.Installation, reader.GetInt64(2), webhook.Body);
        }
    }

    private static WebhookState StateOf(WebhookEnvelope envelope) =>
        envelope.Problem is not null ? WebhookState.Rejected
        : envelope.NotOurs is not null ? WebhookState.NotOurs
        : WebhookState.Stored;

    private static NpgsqlParameter Array<T>(List<IncomingWebhook> batch, Func<IncomingWebhook, T> value, NpgsqlDbType type) =>
        new() { Value = batch.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
