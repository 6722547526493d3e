using System.Collections.Concurrent;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>The limits of one site as its rows told them when the client was made, and as the client hears them since. Written only when Jira refuses.</summary>
public sealed partial class SharedLimits(
    InstallationId installation, IEnumerable<SiteLimit> rows, IServiceScopeFactory scopes, TimeProvider clock, ILogger logger) : IJiraLimits
{
    /// <summary>Rests long over tell nothing; one row for each issue ever refused would.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, JiraLimit> _known = new(
        rows.Select(row => KeyValuePair.Create(row.Scope, new JiraLimit(row.Scope, row.Until, row.Refusals, row.Reason))), StringComparer.Ordinal);

    public JiraLimit? Last(string scope) => _known.GetValueOrDefault(scope);

    public async ValueTask HoldAsync(JiraLimit limit, CancellationToken cancellationToken)
    {
        _known[limit.Scope] = limit;
        try
        {
            await using var scope = scopes.Enter(installation);
            await WriteAsync(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), limit, cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another node heard the same at this moment and was faster.
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotShared(logger, exception, limit.Scope, installation);
        }
    }

    private async Task WriteAsync(JsmConnectorContext database, JiraLimit limit, CancellationToken cancellationToken)
    {
        var over = clock.GetUtcNow() - Kept;
        await database.Set<SiteLimit>().Where(row => row.Until < over).ExecuteDeleteAsync(cancellationToken);
        if (await database.Set<SiteLimit>().FirstOrDefaultAsync(row => row.Scope == limit.Scope, cancellationToken) is not { } row)
            database.Add(row = new SiteLimit { InstallationId = installation, Scope = limit.Scope, Until = limit.Until, Refusals = limit.Refusals });
        // The longer of two rests counts: the other node was told its own.
        (row.Until, row.Refusals, row.Reason) = (row.Until > limit.Until ? row.Until : limit.Until, Math.Max(row.Refusals, limit.Refusals), limit.Reason);
        await database.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The limit {Scope} of installation {Installation} could not be shared with other nodes")]
    private static partial void LogNotShared(ILogger logger, Exception exception, string scope, InstallationId installation);
}
