using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Retention;

/// <summary>The secret that a site shares with us, and the one it is retiring.</summary>
public sealed class SealedSharedSecrets : ISealedValues
{
    public IReadOnlyList<string> Columns => ["installations.shared_secret", "installations.previous_shared_secret"];

    public async Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken)
    {
        var rows = database.Set<Installation>().Where(site => site.Id == installation);
        var held = await rows.AsNoTracking().SingleAsync(cancellationToken);
        var result = Resealed.Nothing;
        if (held.SharedSecret is { } current)
            result += await RenewAsync(current, box => rows.Where(site => site.SharedSecret == current).ExecuteUpdateAsync(set => set.SetProperty(site => site.SharedSecret, box), cancellationToken));
        if (held.PreviousSharedSecret is { } previous)
            result += await RenewAsync(previous, box => rows.Where(site => site.PreviousSharedSecret == previous).ExecuteUpdateAsync(set => set.SetProperty(site => site.PreviousSharedSecret, box), cancellationToken));
        return result;

        async Task<Resealed> RenewAsync(byte[] old, Func<byte[], Task<int>> write) => secrets.Reseal(old, StoreInstallation.SecretOf(installation)) switch
        {
            null => new Resealed(0, 1),
            var box when ReferenceEquals(box, old) => Resealed.Nothing,
            var box => new Resealed(await write(box), 0),
        };
    }
}
