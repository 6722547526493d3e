using System.Collections.Concurrent;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>Which door counts, kept for two seconds like everything else that the request path asks of an installation.</summary>
public sealed class FindEventSource(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<InstallationId, (EventSource Source, DateTimeOffset Until)> _known = new();

    /// <exception cref="Npgsql.NpgsqlException">The database is away: the caller answers 503.</exception>
    public ValueTask<EventSource> OfAsync(InstallationId installation, CancellationToken cancellationToken) =>
        _known.TryGetValue(installation, out var known) && known.Until > clock.GetUtcNow()
            ? ValueTask.FromResult(known.Source)
            : LoadAsync(installation, cancellationToken);

    public void Forget(InstallationId installation) => _known.TryRemove(installation, out _);

    private async ValueTask<EventSource> LoadAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var source = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.Id == installation).Select(site => site.EventSource).SingleAsync(cancellationToken);
        if (_known.Count > Most)
            _known.Clear();
        _known[installation] = (source, clock.GetUtcNow() + Kept);
        return source;
    }
}
