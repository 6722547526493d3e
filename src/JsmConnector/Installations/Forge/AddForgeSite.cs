using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.AtlassianConnect.Lifecycle;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations.Forge;

public abstract record ForgeSiteAdded
{
    private ForgeSiteAdded() { }

    public sealed record Added(InstallationId Installation) : ForgeSiteAdded;

    public sealed record Refused(TokenRefusal Reason) : ForgeSiteAdded;
}

/// <summary>The first call of a site that nobody knows. Events name no address, so Jira is asked once, with the token that came along.</summary>
public sealed partial class AddForgeSite(
    JsmConnectorContext database, FindForgeSite sites, IJiraClients clients, IOptions<AtlassianConnectOptions> options, TimeProvider clock, ILogger<AddForgeSite> logger)
{
    /// <exception cref="InvalidOperationException">The address cannot be learnt now: the call ends with 503 and Forge comes again.</exception>
    public async Task<ForgeSiteAdded> AddAsync(ForgeInvocation invocation, string? systemToken, CancellationToken cancellationToken)
    {
        var url = await AddressAsync(invocation, systemToken, cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // The lifecycle call and the first events come side by side, on any node.
        await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({url}, 0))", cancellationToken);
        if (await sites.FindAsync(invocation, cancellationToken) is { } faster)
            return new ForgeSiteAdded.Added(faster);
        if (await database.Set<Installation>().AnyAsync(site => site.BaseUrl == url && (site.State == InstallationState.Enabled || site.State == InstallationState.Disabled), cancellationToken))
        {
            LogNotJoined(logger, invocation.InstallationId, url);
            return new ForgeSiteAdded.Refused(TokenRefusal.InstallationNotJoined);
        }

        var now = clock.GetUtcNow();
        var installation = new Installation
        {
            Id = InstallationId.New(clock),
            BaseUrl = url,
            ShortName = await FreeShortName.ForAsync(database, url, cancellationToken),
            EventSource = EventSource.Forge,
            JoinedForgeInstallation = invocation.InstallationId,
            State = InstallationState.Enabled,
            StateChangedAt = now,
            InstalledAt = now,
            LastInstalledAt = now,
        };
        database.Add(installation);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogAdded(logger, invocation.InstallationId, url);
        return new ForgeSiteAdded.Added(installation.Id);
    }

    private async Task<string> AddressAsync(ForgeInvocation invocation, string? systemToken, CancellationToken cancellationToken)
    {
        var named = invocation.SiteUrl;
        if (named is null && systemToken is not null)
        {
            var jira = clients.For(new JiraCredentials.Bearer(invocation.ApiBaseUrl, systemToken));
            named = (await jira.GetServerInfoAsync(cancellationToken)).ValueOrDefault()?.BaseUrl;
        }

        return named?.TrimEnd('/') is { } url && SiteAddress.IsAllowed(url, options.Value)
            ? url
            : throw new InvalidOperationException("A new Forge installation names no address of its site that may be called, and Jira did not tell one.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The Forge installation {ForgeInstallation} of {Site} called for the first time: New")]
    private static partial void LogAdded(ILogger logger, string forgeInstallation, string site);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Forge installation {ForgeInstallation} was refused: {Site} is known already. If both are one, join them: installations join <site> <Forge installation>")]
    private static partial void LogNotJoined(ILogger logger, string forgeInstallation, string site);
}
