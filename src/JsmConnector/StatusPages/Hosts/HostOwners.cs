using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Hosts;

/// <summary>
/// Whose a host name is. It belongs to the site that proved it last: domains change hands. One that the operator trusts needs no proof and stays with the site that
/// claimed it first.
/// </summary>
public sealed class HostOwners(IOptionsMonitor<PageHostOptions> options) : IPublicData
{
    /// <param name="claims">Sites that want the name, the first one first.</param>
    /// <returns>Those that may have it, the one that has it first.</returns>
    public async Task<IReadOnlyList<InstallationId>> OfAsync(JsmConnectorContext database, string host, IReadOnlyList<InstallationId> claims, CancellationToken cancellationToken)
    {
        var proved = await database.Set<PageHost>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).AsNoTracking()
            .Where(known => known.Host == host && known.ProvedAt != null).ToDictionaryAsync(known => known.InstallationId, known => known.ProvedAt!.Value, cancellationToken);
        var isTrusted = options.CurrentValue.Trusts(host);
        return [.. claims.Where(site => isTrusted || proved.ContainsKey(site)).OrderByDescending(site => proved.GetValueOrDefault(site))];
    }
}
