using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>Which door counts. Nobody has to be told of a change: an event that would be put aside is a reason to look again.</summary>
public sealed class FindEventSource(IServiceScopeFactory scopes, TimeProvider clock)
{
    private readonly BriefMemory<InstallationId, EventSource> _known = new(clock, async (installation, cancellationToken) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>()
            .Where(site => site.Id == installation).Select(site => site.EventSource).SingleAsync(cancellationToken);
    });

    /// <returns>Why an event from this door does not count; null when it does.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database is away: the caller answers 503.</exception>
    public async ValueTask<string?> WhyNotAsync(InstallationId installation, AtlassianConnect.Authentication.PrincipalSource door, CancellationToken cancellationToken) =>
        EventSources.WhyNot(await _known.FindAsync(installation, cancellationToken), door) is null
            ? null
            : EventSources.WhyNot(await _known.FindAgainAsync(installation, cancellationToken), door);
}
