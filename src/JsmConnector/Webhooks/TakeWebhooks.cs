using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Npgsql;
using NpgsqlTypes;

namespace JsmConnector.Webhooks;

/// <summary>A webhook that may concern an incident, translated and leased.</summary>
public sealed record TakenWebhook(ClaimedRow Row, Intent Intent, SiteCatalog Catalog);

/// <summary>
/// Takes webhooks from the inbox. Tickets that are no incidents are most of a site's traffic: they are recognised and finished here, a batch in one
/// statement, and only the rest is leased. Commits without waiting for the disk: the inbox row is durable, and a taking that a crash of the
/// database server forgets is done again.
/// </summary>
public sealed class TakeWebhooks(InboxDatabase inbox, RecentBodies recent, SiteCatalogs catalogs, HeadOfLane heads, TimeProvider clock)
{
    private const int LongestReason = 500;

    private sealed record Head(ClaimedRow Row, DateTimeOffset ReceivedAt)
    {
        public byte[]? Body { get; set; }
    }

    /// <returns>The webhooks to apply, and how many rows were taken in all.</returns>
    public async Task<(IReadOnlyList<TakenWebhook> Webhooks, int Count)> TakeAsync(int most, CancellationToken cancellationToken)
    {
        await using var connection = await inbox.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var rows = await SelectAsync(connection, most, now, cancellationToken);
        if (rows.Count == 0)
            return ([], 0);

        await ReadBodiesAsync(connection, rows, cancellationToken);
        var held = await HeldAsync(connection, rows, cancellationToken);
        var (concerning, foreign) = (new List<TakenWebhook>(), new List<(ClaimedRow Row, string Reason)>());
        foreach (var head in rows)
        {
            var catalog = await catalogs.GetAsync(head.Row.Installation, cancellationToken);
            var intent = Translate(head, catalog);
            if (Foreign(intent, catalog, held.Contains((head.Row.Installation.Value, head.Row.Lane))) is { } reason)
                foreign.Add((head.Row, reason));
            else
                concerning.Add(new TakenWebhook(head.Row, intent, catalog));
        }
        await FinishAsync(connection, foreign, now, cancellationToken);
        try
        {
            await LeaseAsync(connection, [.. concerning.Select(webhook => webhook.Row)], now, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another node took one of these lanes at this very moment: all of this is taken again.
            return ([], 1);
        }
        await transaction.CommitAsync(cancellationToken);
        return (concerning, rows.Count);
    }

    private async Task<List<Head>> SelectAsync(NpgsqlConnection connection, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            HeadOfLane.Heads(Webhook.Lanes, "row.installation_id, row.sequence, row.lane, row.attempts, row.received_at, set_config('synchronous_commit', 'off', true)", "$1", "$2"),
            connection);
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = most });
        var lease = Guid.NewGuid();
        var found = new List<Head>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new ClaimedRow(new InstallationId(reader.GetGuid(0)), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3) + 1, lease);
            found.Add(new Head(row, reader.GetFieldValue<DateTimeOffset>(4)) { Body = recent.Take(row.Installation, row.Sequence) });
        }
        return found;
    }

    /// <summary>Of the rows that this process did not store a moment ago.</summary>
    private static async Task ReadBodiesAsync(NpgsqlConnection connection, List<Head> found, CancellationToken cancellationToken)
    {
        var missing = found.Where(head => head.Body is null).ToDictionary(head => head.Row.Sequence);
        if (missing.Count == 0)
            return;
        await using var command = new NpgsqlCommand("""
            select row.sequence, row.body from webhooks row
            join unnest($1::uuid[], $2::bigint[]) as asked(installation_id, sequence) using (installation_id, sequence)
            where row.body is not null
            """, connection);
        command.Parameters.Add(new() { Value = missing.Values.Select(head => head.Row.Installation.Value).ToArray() });
        command.Parameters.Add(new() { Value = missing.Keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            missing[reader.GetInt64(0)].Body = reader.GetFieldValue<byte[]>(1);
    }

    /// <summary>Which of these issues are incidents already, or plan work that is announced: whatever they become, it concerns us.</summary>
    private static async Task<HashSet<(Guid Installation, string Issue)>> HeldAsync(NpgsqlConnection connection, List<Head> heads, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            with asked as (select * from unnest($1::uuid[], $2::text[]) as asked(installation_id, issue_id))
            select i.installation_id, i.issue_id from incidents i join asked using (installation_id, issue_id)
            union all
            select m.installation_id, m.issue_id from maintenances m join asked using (installation_id, issue_id) where m.stage in ('Scheduled','InProgress','Verifying')
            """, connection);
        command.Parameters.Add(new() { Value = heads.Select(head => head.Row.Installation.Value).ToArray() });
        command.Parameters.Add(new() { Value = heads.Select(head => head.Row.Lane).ToArray() });
        var held = new HashSet<(Guid, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            held.Add((reader.GetGuid(0), reader.GetString(1)));
        return held;
    }

    private static Intent Translate(Head head, SiteCatalog catalog)
    {
        try
        {
            return head.Body is null ? new Intent.NotOurs("its body is gone") : TranslateWebhook.Translate(head.Body, catalog, head.ReceivedAt);
        }
        catch (Exception exception)
        {
            // Whatever a body holds, it stops neither its lane nor the batch.
            return new Intent.NotOurs($"its body cannot be read: {(exception is JsonException ? exception.Message : exception.GetType().Name)}");
        }
    }

    private static string? Foreign(Intent intent, SiteCatalog catalog, bool isHeld) => intent switch
    {
        Intent.NotOurs(var reason) => reason,
        _ when isHeld => null,
        // What it does not tell is asked from Jira, unless it tells enough to leave it alone; a site's own rules may ask for anything.
        Intent.Observe { Snapshot: { IsPartial: true, ProjectType: var type } } when type is null || Recognition.IsServiceProject(type) || catalog.Rules.Incidents.Count > 0 || catalog.Rules.PlannedWork.Count > 0 => null,
        Intent.Observe { Snapshot: var snapshot } => NotAnIncident(snapshot, catalog),
        Intent.Delete { Snapshot: var snapshot } => NotAnIncident(snapshot, catalog),
        Intent.Note { Snapshot: { } snapshot } => NotAnIncident(snapshot, catalog),
        Intent.Note => "a comment on a ticket that is not an incident",
        _ => null,
    };

    private static string? NotAnIncident(IssueSnapshot snapshot, SiteCatalog catalog) =>
        Recognition.Of(snapshot, catalog) is Recognition.NotAnIncident { Because: var because } && PlannedWork.Of(snapshot, catalog) is PlannedWork.None ? because : null;

    private static async Task FinishAsync(
        NpgsqlConnection connection, List<(ClaimedRow Row, string Reason)> foreign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (foreign.Count == 0)
            return;
        await using var command = new NpgsqlCommand("""
            update webhooks set state = 'NotOurs', reason = done.reason, attempts = attempts + 1, finished_at = $4, body = null, lease = null, leased_until = null
            from unnest($1::uuid[], $2::bigint[], $3::text[]) as done(installation_id, sequence, reason)
            where webhooks.installation_id = done.installation_id and webhooks.sequence = done.sequence
            """, connection);
        command.Parameters.Add(new() { Value = foreign.Select(f => f.Row.Installation.Value).ToArray() });
        command.Parameters.Add(new() { Value = foreign.Select(f => f.Row.Sequence).ToArray() });
        command.Parameters.Add(new() { Value = foreign.Select(f => ReadIssue.Cut(f.Reason, LongestReason)!).ToArray() });
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task LeaseAsync(NpgsqlConnection connection, IReadOnlyList<ClaimedRow> rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await using var command = new NpgsqlCommand("""
            update webhooks set state = 'Working', lease = $3, leased_until = $4, attempts = attempts + 1
            from unnest($1::uuid[], $2::bigint[]) as taken(installation_id, sequence)
            where webhooks.installation_id = taken.installation_id and webhooks.sequence = taken.sequence
            """, connection);
        command.Parameters.Add(new() { Value = rows.Select(row => row.Installation.Value).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => row.Sequence).ToArray() });
        command.Parameters.Add(new() { Value = rows[0].Lease });
        command.Parameters.Add(new() { Value = now + heads.LeaseLength, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
