using System.Collections.Concurrent;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.SetUp;

/// <summary>What Jira told a moment ago of its services and components, so that a search as somebody types asks it once.</summary>
public sealed class KeptSources(TimeProvider clock)
{
    private static readonly TimeSpan For = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<InstallationId, (IReadOnlyList<SourceInJira> Sources, DateTimeOffset Until)> _kept = new();

    public IReadOnlyList<SourceInJira>? Of(InstallationId site) => _kept.TryGetValue(site, out var known) && known.Until > clock.GetUtcNow() ? known.Sources : null;

    public IReadOnlyList<SourceInJira> Keep(InstallationId site, IReadOnlyList<SourceInJira> sources)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, _) in _kept.Where(entry => entry.Value.Until <= now))
            _kept.TryRemove(old, out _);
        _kept[site] = (sources, now + For);
        return sources;
    }
}
