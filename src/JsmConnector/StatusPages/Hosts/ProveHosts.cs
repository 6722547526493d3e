using Hangfire;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Hosts;

/// <summary>Looks for the proof of every host name that the settings of a site want, until it is found. Proved once, it stays: the file may go.</summary>
public sealed partial class ProveHosts(IServiceScopeFactory scopes, IHttpClientFactory clients, IOptionsMonitor<PageHostOptions> options, TimeProvider clock, ILogger<ProveHosts> logger)
{
    public const string ClientName = "page-hosts";
    private const int LargestFile = 16 * 1024;

    [JobDisplayName("Look for proofs of the host names of status pages")]
    public async Task RunAsync(CancellationToken cancellationToken) =>
        await EachSite.RunAsync(await LiveAsync(cancellationToken), CheckAsync, (exception, site) => LogNotChecked(logger, exception, site), cancellationToken);

    /// <summary>Every name of one site that is neither trusted nor proved.</summary>
    public async Task CheckAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var wanted = (await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(installation, cancellationToken)).StatusPages
            .Select(page => page.Page?.Host).OfType<string>().Where(host => !options.CurrentValue.Trusts(host)).ToList();
        var known = await database.Set<PageHost>().Where(host => wanted.Contains(host.Host)).ToDictionaryAsync(host => host.Host, cancellationToken);
        foreach (var host in wanted.Where(host => known.GetValueOrDefault(host)?.ProvedAt is null))
        {
            var problem = await FindAsync(installation, host, cancellationToken);
            var row = known.GetValueOrDefault(host) ?? database.Add(new PageHost { InstallationId = installation, Host = host, CheckedAt = clock.GetUtcNow() }).Entity;
            (row.CheckedAt, row.Problem, row.ProvedAt) = (clock.GetUtcNow(), problem, problem is null ? clock.GetUtcNow() : null);
            await database.SaveChangesAsync(cancellationToken);
        }
    }

    /// <returns>Null when the proof stands somewhere; else what was found at the last place.</returns>
    private async Task<string?> FindAsync(InstallationId installation, string host, CancellationToken cancellationToken)
    {
        var problem = "";
        foreach (var place in HostProof.Places(host))
        {
            try
            {
                using var client = clients.CreateClient(ClientName);
                client.MaxResponseContentBufferSize = LargestFile;
                using var answer = await client.GetAsync(place, cancellationToken);
                if (answer.IsSuccessStatusCode && HostProof.Holds(await answer.Content.ReadAsStringAsync(cancellationToken), installation))
                    return null;
                problem = answer.IsSuccessStatusCode ? $"{place} has no line {HostProof.LineOf(installation)}." : $"{place} answered {(int)answer.StatusCode}.";
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                problem = $"{place} could not be read.";
            }
        }
        return problem;
    }

    private async Task<List<InstallationId>> LiveAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.State == InstallationState.Enabled || site.State == InstallationState.Disabled).OrderBy(site => site.Id).Select(site => site.Id).ToListAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The host names of installation {Installation} could not be checked")]
    private static partial void LogNotChecked(ILogger logger, Exception exception, InstallationId installation);
}
