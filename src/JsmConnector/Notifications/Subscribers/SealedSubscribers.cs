using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Subscribers;

public sealed class SealedSubscribers : ISealedValues
{
    public IReadOnlyList<string> Columns => ["subscribers.address", "subscribers.seed"];

    public async Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken) =>
        await database.Set<Subscriber>().ResealAsync(subscriber => subscriber.Address, Subscriber.SealedFor(installation), secrets, cancellationToken)
        + await database.Set<Subscriber>().ResealAsync(subscriber => subscriber.Seed, Subscriber.SealedFor(installation), secrets, cancellationToken)
        + await RehashAsync(installation, database, secrets, cancellationToken);

    /// <summary>The hash that finds an address again is made with a key too.</summary>
    private static async Task<Resealed> RehashAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken)
    {
        var (key, renewed) = (secrets.DeriveKey(SubscriberAddress.HashKey), 0);
        foreach (var held in await database.Set<Subscriber>().AsNoTracking().Select(s => new { s.Id, s.Kind, s.Address, s.AddressHash }).ToListAsync(cancellationToken))
        {
            if (secrets.Open(held.Address, Subscriber.SealedFor(installation)) is not { } address)
                continue;
            var hash = new SubscriberAddress(held.Kind, address).HashFor(installation, key);
            if (hash == held.AddressHash)
                continue;
            renewed += await database.Set<Subscriber>().Where(s => s.Id == held.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.AddressHash, hash), cancellationToken);
        }
        return new Resealed(renewed, 0);
    }
}
