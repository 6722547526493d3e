using System.Collections.Concurrent;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

/// <summary>What people are called, by account id. Names are kept for an hour and in memory only: whoever is renamed or forgotten in Jira is so here too.</summary>
public sealed class PersonNames(JiraSites sites, TimeProvider clock)
{
    private const int MostAtOnce = 20;
    private const int Most = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<(Guid Installation, string Account), (string? Name, DateTimeOffset Until)> _names = new();

    /// <returns>Names by account id; an account that Jira does not tell of is missing.</returns>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(InstallationId installation, IEnumerable<string?> accounts, CancellationToken cancellationToken)
    {
        var wanted = accounts.OfType<string>().Where(account => account.Length > 0).Distinct().ToList();
        var now = clock.GetUtcNow();
        var unknown = wanted.Where(account => !(_names.TryGetValue((installation.Value, account), out var known) && known.Until > now)).Take(MostAtOnce).ToList();
        if (unknown.Count > 0 && await sites.FindAsync(installation, cancellationToken) is { ShouldSpareQuota: false } jira)
        {
            if (_names.Count > Most)
                _names.Clear();
            foreach (var account in unknown)
            {
                var answer = await jira.GetUserAsync(account, cancellationToken);
                if (answer is JiraResult<JiraAccount>.RateLimited or JiraResult<JiraAccount>.Unreachable)
                    break;
                _names[(installation.Value, account)] = (answer.ValueOrDefault()?.DisplayName, now + Kept);
            }
        }
        return wanted.Select(account => (account, _names.GetValueOrDefault((installation.Value, account)).Name)).Where(pair => pair.Name is { Length: > 0 }).ToDictionary(pair => pair.account, pair => pair.Name!);
    }
}
