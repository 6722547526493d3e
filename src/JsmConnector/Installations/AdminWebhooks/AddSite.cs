using JsmConnector.AtlassianConnect;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations.AdminWebhooks;

public abstract record SiteAdded
{
    /// <param name="Secret">Shown this once; only its encrypted form is kept.</param>
    public sealed record Added(InstallationId Id, string ShortName, string Secret) : SiteAdded
    {
        // A record prints its members.
        public override string ToString() => $"Added {Id}";
    }

    /// <summary>Nothing was written.</summary>
    public sealed record Refused(string Problem) : SiteAdded;
}

/// <summary>Makes an installation by hand, for a site whose events come through a signed admin webhook.</summary>
public sealed class AddSite(
    JsmConnectorContext database, TenantScope tenant, SecretBox secrets, FindWebhookSecrets known, IOptions<AtlassianConnectOptions> options, TimeProvider clock)
{
    public async Task<SiteAdded> AddAsync(string? typedUrl, CancellationToken cancellationToken)
    {
        var (url, problem) = SiteUrl.Read(typedUrl, options.Value);
        if (url is null)
            return new SiteAdded.Refused(problem!);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Two operators adding one site at once must not make two installations of it.
        await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({url}, 0))", cancellationToken);
        if (await database.Set<Installation>().AnyAsync(site => site.BaseUrl == url && (site.State == InstallationState.Enabled || site.State == InstallationState.Disabled), cancellationToken))
            return new SiteAdded.Refused($"{url} is installed already. A site has one source of events: remove that installation first, or go on with it.");

        var installation = await RevivedAsync(url, cancellationToken) ?? await NewAsync(url, cancellationToken);
        tenant.Enter(installation.Id);
        // Found again by its address alone: who held keys to it before must ask anew.
        await database.Set<ApiToken>().Where(token => token.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, clock.GetUtcNow()), cancellationToken);
        var secret = WebhookSecret.New();
        var (box, now) = (secrets.Seal(secret, AdminWebhook.SecretOf(installation.Id)), clock.GetUtcNow());
        // A site that left through another door may have left its former webhook behind.
        if (await database.Set<AdminWebhook>().FirstOrDefaultAsync(cancellationToken) is { } former)
            (former.Secret, former.MadeAt, former.PreviousSecret, former.PreviousSecretUntil) = (box, now, null, null);
        else
            database.Add(new AdminWebhook { InstallationId = installation.Id, Secret = box, MadeAt = now });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        known.Forget(installation.Id);
        return new SiteAdded.Added(installation.Id, installation.ShortName, secret);
    }

    /// <summary>A site that was here before finds its incidents and the address of its status page again.</summary>
    private async Task<Installation?> RevivedAsync(string url, CancellationToken cancellationToken)
    {
        var former = await database.Set<Installation>().Where(site => site.BaseUrl == url && site.State == InstallationState.Uninstalled)
            .OrderByDescending(site => site.StateChangedAt).FirstOrDefaultAsync(cancellationToken);
        if (former is null)
            return null;
        (former.State, former.StateChangedAt, former.EventSource) = (InstallationState.Enabled, clock.GetUtcNow(), EventSource.SignedWebhook);
        // A webhook is refused beside Connect; a site that counts as uninstalled has no Connect.
        former.SharedSecret = null;
        return former;
    }

    private async Task<Installation> NewAsync(string url, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var installation = new Installation
        {
            Id = InstallationId.New(clock),
            BaseUrl = url,
            ShortName = await FreeShortName.ForAsync(database, url, cancellationToken),
            EventSource = EventSource.SignedWebhook,
            State = InstallationState.Enabled,
            StateChangedAt = now,
            InstalledAt = now,
        };
        database.Add(installation);
        return installation;
    }
}
