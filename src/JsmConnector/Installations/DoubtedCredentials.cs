using System.Collections.Concurrent;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

/// <summary>
/// Credentials that Jira answered 401 to, so that the next piece of work begins with another door's instead of asking twice each time. In this process, and
/// for a while: a door can be opened again.
/// </summary>
public sealed class DoubtedCredentials(TimeProvider clock)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(InstallationId, JiraCredentials), DateTimeOffset> _until = new();

    public void Note(InstallationId installation, JiraCredentials credentials)
    {
        if (_until.Count > Most)
            _until.Clear();
        _until[(installation, credentials)] = clock.GetUtcNow() + Kept;
    }

    public OfferedCredentials Apply(InstallationId installation, OfferedCredentials offer) =>
        _until.TryGetValue((installation, offer.Credentials), out var until) && until > clock.GetUtcNow() ? offer with { IsDoubted = true } : offer;
}
