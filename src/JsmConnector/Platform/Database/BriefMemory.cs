using System.Collections.Concurrent;

namespace JsmConnector.Platform.Database;

/// <summary>
/// What the request path asks the database of every caller, kept for two seconds: long enough to spare it the query, short enough that a change on another
/// node counts at once. What is not there is kept as well, so that strangers cost no query each. A change made on this node forgets it.
/// </summary>
/// <param name="load">Its exceptions reach the caller: who cannot be judged is asked to come again and never refused.</param>
public sealed class BriefMemory<TKey, TValue>(TimeProvider clock, Func<TKey, CancellationToken, ValueTask<TValue>> load) where TKey : notnull
{
    private const int Most = 10_000;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    /// <summary>What was read this short a time ago is not read again: a flood of forged calls to one site costs twenty questions a second.</summary>
    private static readonly TimeSpan New = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset ReadAt)> _known = new();

    public ValueTask<TValue> FindAsync(TKey key, CancellationToken cancellationToken) =>
        _known.TryGetValue(key, out var known) && clock.GetUtcNow() - known.ReadAt < Kept ? ValueTask.FromResult(known.Value) : LoadAsync(key, cancellationToken);

    /// <summary>
    /// As the database has it now, for a caller who would be refused by what is kept: another node may have changed it a moment ago, and a refusal is final.
    /// </summary>
    public ValueTask<TValue> FindAgainAsync(TKey key, CancellationToken cancellationToken) =>
        _known.TryGetValue(key, out var known) && clock.GetUtcNow() - known.ReadAt < New ? ValueTask.FromResult(known.Value) : LoadAsync(key, cancellationToken);

    public void Forget(TKey key) => _known.TryRemove(key, out _);

    private async ValueTask<TValue> LoadAsync(TKey key, CancellationToken cancellationToken)
    {
        var readAt = clock.GetUtcNow();
        var value = await load(key, cancellationToken);
        if (_known.Count > Most)
            _known.Clear();
        _known[key] = (value, readAt);
        return value;
    }
}
