using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.Installations;

/// <summary>Gives the protocol project the secrets it verifies with.</summary>
public sealed class InstallationSecretsByClientKey(InstallationDirectory directory, IServiceScopeFactory scopes) : IInstallationSecrets
{
    public async ValueTask CameBackAsync(string clientKey, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PresumeGone>().UndoAsync(clientKey, cancellationToken);
    }

    public async ValueTask<InstallationSecrets?> FindAsync(string clientKey, CancellationToken cancellationToken) =>
        SecretsOf(await directory.FindAsync(clientKey, cancellationToken));

    public async ValueTask<InstallationSecrets?> FindAgainAsync(string clientKey, CancellationToken cancellationToken) =>
        SecretsOf(await directory.FindAgainAsync(clientKey, cancellationToken));

    private static InstallationSecrets? SecretsOf(KnownInstallation? known)
    {
        if (known is null)
            return null;
        if (known.IsLocked)
            throw new InvalidOperationException($"No configured key opens the shared secret of installation {known.Id}. Add the lost key to App__PreviousEncryptionKeys, or install the app there again.");
        return new InstallationSecrets
        {
            InstallationId = known.Id.Value,
            CountsAsGone = known.CountsAsGone,
            State = known.State switch
            {
                _ when known.CountsAsGone => ConnectInstallationState.Enabled,
                InstallationState.Enabled => ConnectInstallationState.Enabled,
                InstallationState.Disabled => ConnectInstallationState.Disabled,
                _ => ConnectInstallationState.Uninstalled,
            },
            Current = known.SharedSecret,
            Previous = known.PreviousSharedSecret,
            PreviousUntil = known.PreviousUntil,
        };
    }
}
