using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>
/// Public keys of signed installs by key id. New keys get new ids, so a found one is kept for a day and a missing one for a minute;
/// callers that ask at the same time share one fetch.
/// </summary>
public sealed partial class InstallKeys(
    IHttpClientFactory clients, IOptionsMonitor<AtlassianConnectOptions> options, TimeProvider clock, ILogger<InstallKeys> log)
{
    public const string ClientName = "atlassian-install-keys";

    private const int LongestKeyId = 128;
    private const int Most = 256;
    private const int MostFetches = 8;
    private static readonly SearchValues<char> KeyIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-");

    private static readonly TimeSpan FoundLife = TimeSpan.FromHours(24);
    private static readonly TimeSpan UnknownLife = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (InstallKey Key, DateTimeOffset Until)> cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<InstallKey>>> fetches = new(StringComparer.Ordinal);

    public async ValueTask<InstallKey> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        // It becomes part of an address.
        if (keyId is null || !IsKeyId(keyId))
        {
            return new InstallKey.Invalid();
        }

        if (cache.TryGetValue(keyId, out var known) && known.Until > clock.GetUtcNow())
        {
            return known.Key;
        }

        // Strangers can invent key ids without end; real ones are few.
        if (fetches.Count >= MostFetches && !fetches.ContainsKey(keyId))
        {
            return new InstallKey.Unavailable("too many key ids are being asked for");
        }

        var fetch = fetches.GetOrAdd(keyId, id => new Lazy<Task<InstallKey>>(() => FetchAndKeepAsync(id)));
        return await fetch.Value.WaitAsync(cancellationToken);
    }

    private async Task<InstallKey> FetchAndKeepAsync(string keyId)
    {
        // The first caller may leave; the others still want the key. The client's own time-out ends it.
        await Task.Yield();
        try
        {
            var key = await InstallKeyFetch.FromAnyAsync(clients, options.CurrentValue.InstallKeyServers, keyId);
            switch (key)
            {
                case InstallKey.Found:
                    Keep(keyId, key, FoundLife);
                    break;
                case InstallKey.Unknown:
                    Keep(keyId, key, UnknownLife);
                    break;
                case InstallKey.Unavailable unavailable:
                    KeyServerFailed(unavailable.Reason);
                    break;
            }

            return key;
        }
        finally
        {
            fetches.TryRemove(keyId, out _);
        }
    }

    private void Keep(string keyId, InstallKey key, TimeSpan life)
    {
        var now = clock.GetUtcNow();
        if (cache.Count >= Most)
        {
            // Invented ids go first, so that they cannot push real keys out.
            foreach (var (id, entry) in cache)
            {
                if (entry.Until <= now || entry.Key is InstallKey.Unknown)
                {
                    cache.TryRemove(id, out _);
                }
            }

            if (cache.Count >= Most)
            {
                cache.Clear();
            }
        }

        cache[keyId] = (key, now + life);
    }

    private static bool IsKeyId(string? text) =>
        text is { Length: > 0 and <= LongestKeyId }
        && text[0] != '/'
        && !text.AsSpan().ContainsAnyExcept(KeyIdCharacters)
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.Contains("//", StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Error, Message = "No key server of signed installs gave an answer: {Reason}")]
    private partial void KeyServerFailed(string reason);
}
