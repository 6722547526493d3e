using System.Collections.Concurrent;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Prepared keys by secret, so that a verification costs one HMAC and no set-up.</summary>
internal sealed class TenantKeys
{
    private const int Most = 4096;
    private readonly ConcurrentDictionary<string, VerificationKey> keys = new(StringComparer.Ordinal);

    public IReadOnlyList<VerificationKey> Candidates(InstallationSecrets secrets, DateTimeOffset now)
    {
        var retiring = secrets.PreviousUntil > now ? secrets.Previous : null;
        return [.. new[] { secrets.Current, retiring }.Where(secret => !string.IsNullOrEmpty(secret)).Select(secret => For(secret!))];
    }

    private VerificationKey For(string secret)
    {
        if (keys.TryGetValue(secret, out var known))
        {
            return known;
        }

        // Rotated secrets pile up slowly; starting over now and then is cheaper than bookkeeping on every request.
        if (keys.Count >= Most)
        {
            keys.Clear();
        }

        return keys.GetOrAdd(secret, VerificationKey.ForTenant);
    }
}
