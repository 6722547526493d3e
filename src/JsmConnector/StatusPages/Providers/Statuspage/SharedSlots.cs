using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>When a key may be used next, whichever node asks. A key may open pages of several sites, so it belongs to none.</summary>
public sealed class KeySlot
{
    /// <summary>Names the key without telling it.</summary>
    public required string KeyHash { get; init; }
    public required DateTimeOffset NextAt { get; set; }
}

public sealed class KeySlotMapping : IEntityTypeConfiguration<KeySlot>
{
    public void Configure(EntityTypeBuilder<KeySlot> builder)
    {
        builder.ToTable("statuspage_key_slots", table => table.HasComment("When each Statuspage API key may be used next; shared by all nodes. Holds a hash, not the key."));
        builder.HasKey(slot => slot.KeyHash);
        builder.Property(slot => slot.KeyHash).HasMaxLength(64);
    }
}

/// <summary>
/// The budget of a key over all nodes: a slot is taken by moving the row's time on from the very time that was read, so two nodes never take the same one.
/// Behind <see cref="StatuspageBudget"/>, which keeps the calls of this process in line without asking the database.
/// </summary>
public sealed class SharedSlots(JsmConnectorContext database, IOptions<StatuspageOptions> options, TimeProvider clock)
{
    private const int MostTries = 20;
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1 / options.Value.RequestsPerSecond);

    /// <param name="patience">When the next slot is further away, none is taken.</param>
    /// <returns>Null when the call may go; else when a slot will be free.</returns>
    public async Task<DateTimeOffset?> EnterAsync(string keyHash, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var (now, held) = (clock.GetUtcNow(), await ReadAsync(keyHash, cancellationToken));
            var slot = held > now ? held.Value : now;
            if (slot - now > patience)
                return slot;
            if (!await MoveAsync(keyHash, held, slot + _spacing, cancellationToken))
                continue;
            if (slot > now)
                await Task.Delay(slot - now, clock, cancellationToken);
            return null;
        }
        return clock.GetUtcNow() + _spacing;
    }

    /// <summary>No call of the key goes out for this long, on any node.</summary>
    public async Task PauseAsync(string keyHash, TimeSpan length, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + length;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var held = await ReadAsync(keyHash, cancellationToken);
            if (held >= until || await MoveAsync(keyHash, held, until, cancellationToken))
                return;
        }
    }

    private Task<DateTimeOffset?> ReadAsync(string keyHash, CancellationToken cancellationToken) =>
        database.Set<KeySlot>().Where(slot => slot.KeyHash == keyHash).Select(slot => (DateTimeOffset?)slot.NextAt).FirstOrDefaultAsync(cancellationToken);

    /// <returns>False when another node was faster.</returns>
    private async Task<bool> MoveAsync(string keyHash, DateTimeOffset? from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (from is { } held)
            return await database.Set<KeySlot>().Where(slot => slot.KeyHash == keyHash && slot.NextAt == held).ExecuteUpdateAsync(set => set.SetProperty(slot => slot.NextAt, to), cancellationToken) == 1;
        var row = database.Add(new KeySlot { KeyHash = keyHash, NextAt = to });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            return false;
        }
        finally
        {
            row.State = EntityState.Detached;
        }
    }
}
