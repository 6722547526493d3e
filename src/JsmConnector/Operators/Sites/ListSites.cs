using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Operators.Sites;

/// <param name="Door">How its events come: `Connect`, `Forge`, `signed webhook`, or a dash when it was removed.</param>
public sealed record ListedSite(InstallationId Id, string ShortName, string Url, InstallationState State, string Door, bool HasToken, DateTimeOffset? LastEventAt);

/// <summary>All sites of the app, for the command line and the operators' screen.</summary>
public sealed class ListSites(JsmConnectorContext database, IServiceScopeFactory scopes)
{
    public async Task<IReadOnlyList<ListedSite>> AllAsync(CancellationToken cancellationToken)
    {
        var listed = new List<ListedSite>();
        foreach (var site in await database.Set<Installation>().AsNoTracking().OrderBy(site => site.ShortName).ToListAsync(cancellationToken))
            listed.Add(await OfAsync(site, cancellationToken));
        return listed;
    }

    /// <param name="name">Id, short name or address.</param>
    public async Task<Installation?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var url = name.TrimEnd('/');
        var id = Guid.TryParse(name, out var guid) ? new InstallationId(guid) : InstallationId.None;
        return await database.Set<Installation>().AsNoTracking().Where(site => site.Id == id || site.ShortName == name || site.BaseUrl == url || site.BaseUrl == "https://" + url)
            .OrderBy(site => site.State == InstallationState.Enabled ? 0 : 1).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<ListedSite> OfAsync(Installation site, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(site.Id);
        var own = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var isSigned = site.SharedSecret is null && await own.Set<AdminWebhook>().AnyAsync(cancellationToken);
        return new ListedSite(
            site.Id, site.ShortName, site.BaseUrl, site.State,
            site is { EventSource: EventSource.Forge, State: InstallationState.Enabled or InstallationState.Disabled } ? "Forge" : site.SharedSecret is not null ? "Connect" : isSigned ? "signed webhook" : "–",
            await own.Set<SiteToken>().AnyAsync(cancellationToken),
            await own.Set<Webhook>().OrderByDescending(webhook => webhook.Sequence).Select(webhook => (DateTimeOffset?)webhook.ReceivedAt).FirstOrDefaultAsync(cancellationToken));
    }
}
