using System.Collections.Concurrent;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>An installation as the request path needs it: found by client key, secrets open.</summary>
public sealed record KnownInstallation(
    InstallationId Id, string ClientKey, string BaseUrl, string? DisplayUrl, string? HelpCenterUrl, string ShortName, InstallationState State,
    string? SharedSecret, string? PreviousSharedSecret, DateTimeOffset? PreviousUntil)
{
    /// <summary>There is a secret, and no configured key opens it: nobody can be verified, and nobody may be refused for good.</summary>
    public bool IsLocked { get; init; }
}

/// <summary>
/// Installations by client key, kept for two seconds: long enough to spare the request path its query, short enough that another node's
/// rotation or uninstallation counts at once. A change made on this node counts immediately.
/// </summary>
public sealed class InstallationDirectory(IServiceScopeFactory scopes, SecretBox secrets, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (KnownInstallation? Installation, DateTimeOffset Until)> _byClientKey = new(StringComparer.Ordinal);

    /// <exception cref="Npgsql.NpgsqlException">The database is away: the caller answers 503, never 401.</exception>
    public ValueTask<KnownInstallation?> FindAsync(string clientKey, CancellationToken cancellationToken) =>
        _byClientKey.TryGetValue(clientKey, out var known) && known.Until > clock.GetUtcNow()
            ? ValueTask.FromResult(known.Installation)
            : LoadAsync(clientKey, cancellationToken);

    public void Forget(string clientKey) => _byClientKey.TryRemove(clientKey, out _);

    private async ValueTask<KnownInstallation?> LoadAsync(string clientKey, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking()
            .FirstOrDefaultAsync(i => i.ClientKey == clientKey, cancellationToken);
        var installation = row is null ? null : Open(row);
        if (_byClientKey.Count > Most)
            _byClientKey.Clear();
        _byClientKey[clientKey] = (installation, clock.GetUtcNow() + Kept);
        return installation;
    }

    public KnownInstallation Open(Installation row)
    {
        var current = row.SharedSecret is null ? null : secrets.Open(row.SharedSecret, StoreInstallation.SecretOf(row.Id));
        return new KnownInstallation(
            row.Id, row.ClientKey ?? "", row.BaseUrl, row.DisplayUrl, row.HelpCenterUrl, row.ShortName, row.State, current,
            row.PreviousSharedSecret is null ? null : secrets.Open(row.PreviousSharedSecret, StoreInstallation.SecretOf(row.Id)),
            row.PreviousSharedSecretUntil)
        { IsLocked = row.SharedSecret is not null && current is null };
    }
}
