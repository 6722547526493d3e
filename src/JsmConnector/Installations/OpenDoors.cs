using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Forge;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>The doors through which a site can still reach us (decision 10).</summary>
public readonly record struct OpenDoors(bool Connect, bool Forge, bool SignedWebhook)
{
    /// <summary>
    /// The door that counted goes on counting while it is open; else Connect, Forge and the signed webhook follow in this order. A signed webhook is
    /// refused beside Connect and so never counts there. Pure.
    /// </summary>
    /// <returns>Null when no door is left: the site is gone.</returns>
    public EventSource? Counting(EventSource before) => (before, this) switch
    {
        (EventSource.Forge, { Forge: true }) => EventSource.Forge,
        (EventSource.SignedWebhook, { SignedWebhook: true, Connect: false }) => EventSource.SignedWebhook,
        (_, { Connect: true }) => EventSource.Connect,
        (_, { Forge: true }) => EventSource.Forge,
        (_, { SignedWebhook: true }) => EventSource.SignedWebhook,
        _ => null,
    };

    /// <summary>As the database knows them. Also asked where no site was entered yet.</summary>
    public static async Task<OpenDoors> OfAsync(JsmConnectorContext database, Installation site, CancellationToken cancellationToken) => new(
        Connect: site.SharedSecret is not null,
        Forge: await database.Set<ForgeSide>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .AnyAsync(side => side.InstallationId == site.Id && side.GoneAt == null, cancellationToken),
        SignedWebhook: await database.Set<AdminWebhook>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter])
            .AnyAsync(webhook => webhook.InstallationId == site.Id, cancellationToken));
}
