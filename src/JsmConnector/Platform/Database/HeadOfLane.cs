using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace JsmConnector.Platform.Database;

/// <summary>A table whose rows are handled in lanes: one at a time within a lane, in order of `sequence`; lanes side by side.</summary>
/// <param name="Table">Has the columns installation_id, lane, sequence, state, due_at, attempts, lease, leased_until.</param>
/// <param name="Waiting">State of a row that nobody holds.</param>
/// <param name="Held">State of a row that somebody works on.</param>
public sealed record LaneTable(string Table, string Waiting, string Held);

/// <summary>Section `Lanes`.</summary>
public sealed record LaneOptions
{
    public const string Section = "Lanes";

    /// <summary>How long a worker holds a row without a sign of life; after a crash its lane waits as long. 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LeaseLength { get; set; } = TimeSpan.FromSeconds(60);
}

public sealed record ClaimedRow(InstallationId Installation, long Sequence, string Lane, int Attempts, Guid Lease)
{
    /// <summary>Others waited behind it in its lane.</summary>
    public bool IsFollowed { get; init; }
}

/// <summary>
/// Claims only the smallest pending row of its lane. "Oldest free row, skip locked" looks right and breaks the order as soon as two workers
/// claim neighbours (docs/architecture.md, lanes). A claim is a lease: when its holder dies it runs out and the row is claimed again.
/// </summary>
public sealed class HeadOfLane(NpgsqlDataSource database, TimeProvider clock, IOptions<LaneOptions> options)
{
    public TimeSpan LeaseLength => options.Value.LeaseLength;

    /// <summary>
    /// Selects and locks free heads of lanes: a row whose holder let its lease run out, or the smallest waiting row of a lane that nobody holds.
    /// A row with a smaller number can become visible later, when its transaction took longer; it then waits for the one under way. A unique index
    /// on the lane of held rows keeps two nodes from holding one lane at the same moment. Two questions instead of one with "or", which would read
    /// the whole lane of each head.
    /// </summary>
    /// <param name="within">Of one lane alone, for example.</param>
    public static string Heads(LaneTable lanes, string columns, string now, string most, string within = "true") => $"""
        select {columns} from {lanes.Table} row
        where {within} and row.due_at <= {now} and (
          (row.state = '{lanes.Held}' and row.leased_until < {now})
          or (row.state = '{lanes.Waiting}'
            and not exists (select 1 from {lanes.Table} other where other.installation_id = row.installation_id and other.lane = row.lane and other.state = '{lanes.Held}')
            and not exists (select 1 from {lanes.Table} other where other.installation_id = row.installation_id and other.lane = row.lane and other.state = '{lanes.Waiting}' and other.sequence < row.sequence)))
        order by row.sequence
        limit {most}
        for update skip locked
        """;

    public Task<IReadOnlyList<ClaimedRow>> ClaimAsync(LaneTable lanes, int most, CancellationToken cancellationToken) => ClaimAsync(lanes, most, null, cancellationToken);

    /// <summary>
    /// The next of a lane whose head is done. To find it among all that wait, every row of a long lane would be looked at for each of its rows.
    /// </summary>
    public async Task<ClaimedRow?> ClaimNextAsync(LaneTable lanes, ClaimedRow done, CancellationToken cancellationToken) =>
        done.IsFollowed ? (await ClaimAsync(lanes, 1, done, cancellationToken)).SingleOrDefault() : null;

    /// <summary>SQL by hand, one of three places: the ORM cannot say "smallest of its lane, skipping locked". Covered by ix_*_head_of_lane, ix_*_one_at_a_time, ix_*_pending and ix_*_due.</summary>
    private async Task<IReadOnlyList<ClaimedRow>> ClaimAsync(LaneTable lanes, int most, ClaimedRow? after, CancellationToken cancellationToken)
    {
        var lease = Guid.NewGuid();
        await using var command = database.CreateCommand($"""
            with heads as ({Heads(lanes, "row.installation_id, row.sequence", "$1", "$4", after is null ? "true" : "row.installation_id = $5 and row.lane = $6")})
            update {lanes.Table} claimed
            set state = '{lanes.Held}', lease = $2, leased_until = $3, attempts = claimed.attempts + 1
            from heads
            where claimed.installation_id = heads.installation_id and claimed.sequence = heads.sequence and claimed.state in ('{lanes.Waiting}','{lanes.Held}')
            returning claimed.installation_id, claimed.sequence, claimed.lane, claimed.attempts, exists (
              select 1 from {lanes.Table} other where other.installation_id = claimed.installation_id and other.lane = claimed.lane and other.state = '{lanes.Waiting}' and other.sequence > claimed.sequence)
            """);
        var now = clock.GetUtcNow();
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = lease });
        command.Parameters.Add(new() { Value = now + LeaseLength, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = most });
        if (after is not null)
        {
            command.Parameters.Add(new() { Value = after.Installation.Value });
            command.Parameters.Add(new() { Value = after.Lane });
        }
        var rows = new List<ClaimedRow>();
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(new ClaimedRow(new InstallationId(reader.GetGuid(0)), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3), lease) { IsFollowed = reader.GetBoolean(4) });
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another node took one of these lanes at this very moment; it will ring when it is done.
            return [];
        }
        return [.. rows.OrderBy(row => row.Sequence)];
    }

    /// <summary>SQL by hand, the second place: keeps the claim of a call that takes long. False when the lease was lost to somebody else.</summary>
    public async Task<bool> ExtendAsync(LaneTable lanes, ClaimedRow row, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"update {lanes.Table} set leased_until = $1 where installation_id = $2 and sequence = $3 and state = '{lanes.Held}' and lease = $4");
        command.Parameters.Add(new() { Value = clock.GetUtcNow() + LeaseLength, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = row.Installation.Value });
        command.Parameters.Add(new() { Value = row.Sequence });
        command.Parameters.Add(new() { Value = row.Lease });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>When the next head of a lane falls due, for a drain that would sleep; null when nothing waits. Rows behind a head wait with it.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(LaneTable lanes, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select min(greatest(due_at, coalesce(leased_until, due_at))) from (
              select distinct on (installation_id, lane) due_at, leased_until from {lanes.Table}
              where state in ('{lanes.Waiting}','{lanes.Held}') order by installation_id, lane, (state = '{lanes.Held}') desc, sequence) heads
            """);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at) : null;
    }
}
