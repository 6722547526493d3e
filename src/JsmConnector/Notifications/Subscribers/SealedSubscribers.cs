using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Subscribers;

public sealed class SealedSubscribers : ISealedValues
{
    public IReadOnlyList<string> Columns => ["subscribers.address", "subscribers.seed", "subscribers.signed_in_as"];

    public async Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken) =>
        await database.Set<Subscriber>().ResealAsync(subscriber => subscriber.Address, Subscriber.SealedFor(installation), secrets, cancellationToken)
        + await database.Set<Subscriber>().ResealAsync(subscriber => subscriber.Seed, Subscriber.SealedFor(installation), secrets, cancellationToken)
        + await database.Set<Subscriber>().ResealAsync(subscriber => subscriber.SignedInAs, Subscriber.SealedFor(installation), secrets, cancellationToken)
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
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            if (!await StaysAsync(database, held.Id, hash, cancellationToken))
                await RemoveAsync(database, held.Id, cancellationToken);
            else
                renewed += await database.Set<Subscriber>().Where(s => s.Id == held.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.AddressHash, hash), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return new Resealed(renewed, 0);
    }

    /// <summary>While the key changed, the same reader may have asked again and was not recognised: of the two subscriptions one stays.</summary>
    private static async Task<bool> StaysAsync(JsmConnectorContext database, Guid id, string hash, CancellationToken cancellationToken)
    {
        if (await database.Set<Subscriber>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } old
            || await database.Set<Subscriber>().AsNoTracking().FirstOrDefaultAsync(s => s.PageId == old.PageId && s.Kind == old.Kind && s.AddressHash == hash, cancellationToken) is not { } young)
            return true;
        if (!old.OutranksNewer(young))
            return false;
        await RemoveAsync(database, young.Id, cancellationToken);
        return true;
    }

    private static async Task RemoveAsync(JsmConnectorContext database, Guid id, CancellationToken cancellationToken)
    {
        await database.Set<SubscriberNotice>().Where(n => n.SubscriberId == id).ExecuteDeleteAsync(cancellationToken);
        await database.Set<Subscriber>().Where(s => s.Id == id).ExecuteDeleteAsync(cancellationToken);
    }
}
