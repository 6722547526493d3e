using System.Collections.Concurrent;
using JsmConnector.Platform.Database;

namespace JsmConnector.Webhooks;

/// <summary>
/// Bodies that this process has just stored, so that its own drain, a few milliseconds later, need not read them back. Only a short cut: what is
/// missing here (another node took it in, a restart, too much at once) is read from the row.
/// </summary>
public sealed class RecentBodies
{
    /// <summary>In bytes. When the drain falls behind, starting over is cheaper than bookkeeping, and memory stays bounded.</summary>
    public const long Most = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<(InstallationId Installation, long Sequence), byte[]> _bodies = new();
    private long _bytes;

    public void Keep(InstallationId installation, long sequence, byte[] body)
    {
        if (Interlocked.Add(ref _bytes, body.Length) > Most)
        {
            _bodies.Clear();
            Interlocked.Exchange(ref _bytes, body.Length);
        }
        _bodies[(installation, sequence)] = body;
    }

    /// <summary>Hands the body over once.</summary>
    public byte[]? Take(InstallationId installation, long sequence)
    {
        if (!_bodies.TryRemove((installation, sequence), out var body))
            return null;
        Interlocked.Add(ref _bytes, -body.Length);
        return body;
    }
}
