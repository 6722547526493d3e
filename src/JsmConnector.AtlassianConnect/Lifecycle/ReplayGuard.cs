using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>
/// Remembers lifecycle tokens until they expire, in this process: a second use of an install would put an old secret back.
/// </summary>
public sealed class ReplayGuard(TimeProvider clock)
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);

    /// <param name="expiresAt">When the token is of no use any more, leeway included.</param>
    /// <returns>False when the token was used before.</returns>
    public bool TryUse(string token, DateTimeOffset expiresAt)
    {
        if (used.Count >= Most)
        {
            Sweep();
        }

        return used.TryAdd(Hash(token), expiresAt);
    }

    /// <summary>After a fault of ours: the same call may be sent again.</summary>
    public void Forget(string token) => used.TryRemove(Hash(token), out _);

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var (hash, expiresAt) in used)
        {
            if (expiresAt <= now)
            {
                used.TryRemove(hash, out _);
            }
        }
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
