using System.Collections.Concurrent;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Settings;

/// <summary>
/// The rules of a site for the path of webhooks, where reading the document for each would cost more than all the rest. Saved on this node they count at
/// once, saved on another within two seconds.
/// </summary>
public sealed class RulesInForce(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<InstallationId, (int Version, RuleSettings Rules, long AskedAt)> _known = new();

    public async ValueTask<RuleSettings> GetAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var isKnown = _known.TryGetValue(installation, out var known);
        if (isKnown && clock.GetElapsedTime(known.AskedAt) < Kept)
            return known.Rules;
        await using var scope = scopes.Enter(installation);
        var askedAt = clock.GetTimestamp();
        var newest = await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<SettingsVersion>()
            .Where(version => version.InstallationId == installation).MaxAsync(version => (int?)version.Version, cancellationToken) ?? 0;
        var rules = isKnown && known.Version == newest
            ? known.Rules
            : (await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(installation, cancellationToken)).Rules;
        _known[installation] = (newest, rules, askedAt);
        return rules;
    }

    public void Forget(InstallationId installation) => _known.TryRemove(installation, out _);
}
