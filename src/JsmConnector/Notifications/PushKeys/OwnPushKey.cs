using System.Buffers.Text;
using System.Security.Cryptography;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.PushKeys;

/// <summary>The site's own key pair, made when it is first wanted. In a scope that has entered the site.</summary>
public sealed class OwnPushKey(JsmConnectorContext database, SecretBox secrets, TimeProvider clock)
{
    public async Task<string> PublicAsync(InstallationId installation, CancellationToken cancellationToken) => (await HeldAsync(installation, cancellationToken)).PublicKey;

    /// <returns>Null when no configured key opens it.</returns>
    public async Task<ECDsa?> PrivateAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        if (secrets.Open((await HeldAsync(installation, cancellationToken)).PrivateKey, PushKey.SealedFor(installation)) is not { } held)
            return null;
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(held), out _);
        return key;
    }

    private async Task<PushKey> HeldAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } known)
            return known;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var row = new PushKey
        {
            InstallationId = installation,
            PrivateKey = secrets.Seal(Convert.ToBase64String(made.ExportPkcs8PrivateKey()), PushKey.SealedFor(installation)),
            PublicKey = Base64Url.EncodeToString(PointOf(made.ExportParameters(false))),
            CreatedAt = clock.GetUtcNow(),
        };
        database.Add(row);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return row;
        }
        catch (DbUpdateException exception)
        {
            // Somebody else made it at this moment; his counts.
            database.ChangeTracker.Clear();
            return await FindAsync(cancellationToken) ?? throw new InvalidOperationException("The key pair for messages to browsers could not be stored.", exception);
        }
    }

    private Task<PushKey?> FindAsync(CancellationToken cancellationToken) => database.Set<PushKey>().AsNoTracking().FirstOrDefaultAsync(cancellationToken);

    public static byte[] PointOf(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];
}
