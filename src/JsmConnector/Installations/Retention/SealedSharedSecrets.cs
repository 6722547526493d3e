using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.Retention;

/// <summary>The secret that a site shares with us, and the one it is retiring.</summary>
public sealed class SealedSharedSecrets : ISealedValues
{
    public IReadOnlyList<string> Columns => ["installations.shared_secret", "installations.previous_shared_secret"];

    public async Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken)
    {
        var (rows, boundTo) = (database.Set<Installation>().Where(site => site.Id == installation), StoreInstallation.SecretOf(installation));
        return await rows.ResealAsync(site => site.SharedSecret, boundTo, secrets, cancellationToken)
            + await rows.ResealAsync(site => site.PreviousSharedSecret, boundTo, secrets, cancellationToken);
    }
}
