namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Finds the secrets of a site by its client key. On the path of every request, so the implementation caches.</summary>
public interface IInstallationSecrets
{
    /// <returns>Null when no such site was ever installed.</returns>
    /// <remarks>Throws when the store does not answer; the request then ends with 503, not 401, so that Jira delivers again.</remarks>
    ValueTask<InstallationSecrets?> FindAsync(string clientKey, CancellationToken cancellationToken);

    /// <summary>Past the cache, for a caller who would be refused by what it holds: a secret may have changed on another node a moment ago. The implementation bounds how often.</summary>
    ValueTask<InstallationSecrets?> FindAgainAsync(string clientKey, CancellationToken cancellationToken) => FindAsync(clientKey, cancellationToken);

    /// <summary>A call was signed with the secret of a site that <see cref="InstallationSecrets.CountsAsGone"/>. Comes before the call is let in.</summary>
    ValueTask CameBackAsync(string clientKey, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

public sealed record InstallationSecrets
{
    /// <summary>It was concluded, not told, that the site has left: a signed call proves the opposite.</summary>
    public bool CountsAsGone { get; init; }

    public required Guid InstallationId { get; init; }

    public required ConnectInstallationState State { get; init; }

    /// <summary>Null after uninstallation.</summary>
    public required string? Current { get; init; }

    /// <summary>Verifies tokens that were on their way while the secret changed or the site left; never signs.</summary>
    public string? Previous { get; init; }

    public DateTimeOffset? PreviousUntil { get; init; }

    // A record prints its members; secrets must not end in a log that way.
    public override string ToString() => $"InstallationSecrets {InstallationId} {State}";
}

public enum ConnectInstallationState
{
    Enabled,
    Disabled,
    Uninstalled,
}
