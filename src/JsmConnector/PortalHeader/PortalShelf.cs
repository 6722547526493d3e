using System.Collections.Concurrent;
using JsmConnector.Platform.Database;

namespace JsmConnector.PortalHeader;

/// <summary>
/// What the portals of this node's sites say, in memory, so that a view of a portal asks the database nothing. Memory is trusted only while
/// <see cref="FollowPortals"/> hears of changes; when it does not, every view reads anew: words that stopped being public are not shown from memory.
/// </summary>
public sealed partial class PortalShelf(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PortalShelf> logger)
{
    private const int Most = 1_000;

    /// <summary>From one answer over the listening connection to the time when the next is overdue.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);

    /// <summary>Nobody tells of a site's new addresses: older than this it is read anew beside the requests, and long unread before one is answered.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10), Usable = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<InstallationId, KeptPortals> _kept = new();
    private long _heardAt;
    private volatile bool _isHearing;

    public bool IsTrusted => _isHearing && clock.GetElapsedTime(Volatile.Read(ref _heardAt)) < Trusted;

    /// <summary>Everything that was changed until this moment has been told.</summary>
    public void Trust(long heardAt)
    {
        Volatile.Write(ref _heardAt, heardAt);
        _isHearing = true;
    }

    public void Doubt()
    {
        _isHearing = false;
        _kept.Clear();
    }

    /// <summary>Also a reading under way: it may have begun before the change, and whoever comes now begins another.</summary>
    public void Forget(InstallationId installation) => _kept.TryRemove(installation, out _);

    /// <param name="cancellationToken">Of the view; it ends no reading that others share.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database is away, and nothing is known that may be shown.</exception>
    public async Task<(KeptPortals Kept, PortalStand Stand)> FindAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        // Nobody else waits for this reading: it ends with the view that asked.
        if (!IsTrusted)
            return await ReadyAsync(installation, new KeptPortals(() => ReadAsync(installation, cancellationToken), clock.GetTimestamp()));
        if (_kept.TryGetValue(installation, out var kept) && clock.GetElapsedTime(kept.ReadAt) is var age && age < Usable)
        {
            if (age > Fresh && kept.BeginRenewal())
                _ = RenewAsync(installation, kept);
            return await ReadyAsync(installation, kept);
        }
        if (kept is not null)
            _kept.TryRemove(new KeyValuePair<InstallationId, KeptPortals>(installation, kept));
        if (_kept.Count >= Most)
            _kept.Clear();
        // It stands here before it is read, so that a change told meanwhile removes it.
        return await ReadyAsync(installation, _kept.GetOrAdd(installation, New));
    }

    private KeptPortals New(InstallationId installation) => new(() => ReadAsync(installation, CancellationToken.None), clock.GetTimestamp());

    private async Task<(KeptPortals, PortalStand)> ReadyAsync(InstallationId installation, KeptPortals kept)
    {
        try
        {
            return (kept, await kept.StandAsync() ?? PortalStand.OfNobody);
        }
        catch
        {
            _kept.TryRemove(new KeyValuePair<InstallationId, KeptPortals>(installation, kept));
            throw;
        }
    }

    /// <summary>The old one is shown until the new one is there; one that a change removed meanwhile is not replaced.</summary>
    private async Task RenewAsync(InstallationId installation, KeptPortals old)
    {
        try
        {
            var renewed = New(installation);
            await renewed.StandAsync();
            _kept.TryUpdate(installation, renewed, old);
        }
        catch (Exception exception)
        {
            LogNotRenewed(logger, exception, installation);
            old.EndRenewal();
        }
    }

    /// <summary>In a scope of its own that has entered this site and no other; no visitor's going away ends what others wait for.</summary>
    private async Task<PortalStand?> ReadAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        return await scope.ServiceProvider.GetRequiredService<LoadPortalHeader>().LoadAsync(installation, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the portals of installation {Installation} say could not be read anew")]
    private static partial void LogNotRenewed(ILogger logger, Exception exception, InstallationId installation);
}
