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

    /// <summary>Concluded to have left (<see cref="PresumeGone"/>): its last secret still opens the door, and proves that it has not.</summary>
    public bool CountsAsGone { get; init; }
}

/// <summary>Installations by client key, as the request path asks for them.</summary>
public sealed class InstallationDirectory(IServiceScopeFactory scopes, SecretBox secrets, TimeProvider clock)
{
    private readonly BriefMemory<string, KnownInstallation?> _byClientKey = new(clock, async (clientKey, cancellationToken) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AsNoTracking()
            .FirstOrDefaultAsync(i => i.ClientKey == clientKey, cancellationToken);
        return row is null ? null : Open(row, secrets);
    });

    /// <exception cref="Npgsql.NpgsqlException">The database is away: the caller answers 503, never 401.</exception>
    public ValueTask<KnownInstallation?> FindAsync(string clientKey, CancellationToken cancellationToken) => _byClientKey.FindAsync(clientKey, cancellationToken);

    /// <inheritdoc cref="BriefMemory{TKey, TValue}.FindAgainAsync"/>
    public ValueTask<KnownInstallation?> FindAgainAsync(string clientKey, CancellationToken cancellationToken) => _byClientKey.FindAgainAsync(clientKey, cancellationToken);

    public void Forget(string clientKey) => _byClientKey.Forget(clientKey);

    public KnownInstallation Open(Installation row) => Open(row, secrets);

    private static KnownInstallation Open(Installation row, SecretBox secrets)
    {
        var current = row.SharedSecret is null ? null : secrets.Open(row.SharedSecret, StoreInstallation.SecretOf(row.Id));
        return new KnownInstallation(
            row.Id, row.ClientKey ?? "", row.BaseUrl, row.DisplayUrl, row.HelpCenterUrl, row.ShortName, row.State, current,
            row.PreviousSharedSecret is null ? null : secrets.Open(row.PreviousSharedSecret, StoreInstallation.SecretOf(row.Id)),
            row.PreviousSharedSecretUntil)
        { IsLocked = row.SharedSecret is not null && current is null, CountsAsGone = row.PresumedGoneAt is not null && row.State != InstallationState.Superseded };
    }
}
