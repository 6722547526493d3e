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

    /// <summary>Second looks in one second, over all keys: a flood of forged calls costs the database no more than these.</summary>
    private const int MostAgain = 50;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset Until)> _known = new();
    private readonly Lock _counting = new();
    private (long Second, int Count) _again;

    public ValueTask<TValue> FindAsync(TKey key, CancellationToken cancellationToken) =>
        _known.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow() ? ValueTask.FromResult(known.Value) : LoadAsync(key, cancellationToken);

    /// <summary>
    /// As the database has it now, for a caller who would be refused by what is kept: another node may have changed it a moment ago, and a refusal is final.
    /// </summary>
    public ValueTask<TValue> FindAgainAsync(TKey key, CancellationToken cancellationToken) => MayLookAgain() ? LoadAsync(key, cancellationToken) : FindAsync(key, cancellationToken);

    public void Forget(TKey key) => _known.TryRemove(key, out _);

    private async ValueTask<TValue> LoadAsync(TKey key, CancellationToken cancellationToken)
    {
        var value = await load(key, cancellationToken);
        if (_known.Count > Most)
            _known.Clear();
        _known[key] = (value, clock.GetUtcNow() + Kept);
        return value;
    }

    private bool MayLookAgain()
    {
        lock (_counting)
        {
            var second = clock.GetUtcNow().ToUnixTimeSeconds();
            _again = _again.Second == second ? (second, _again.Count + 1) : (second, 1);
            return _again.Count <= MostAgain;
        }
    }
}
