using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents.Wording.Approvals;

/// <summary>Approves words that somebody else is writing, for every needed role that the approver has, and says which roles have approved words.</summary>
public sealed class ApproveWords(JsmConnectorContext database, TimeProvider clock)
{
    /// <param name="answers">All that would stand after the words.</param>
    /// <returns>The roles that approved now; none when the account has no needed role.</returns>
    public async Task<IReadOnlyList<string>> AsAsync(
        Incident incident, SpokenWords words, IReadOnlyDictionary<string, string> answers, string account, WordSettings settings, CancellationToken cancellationToken)
    {
        var (hash, now) = (WordsHash.Of(incident, words, answers), clock.GetUtcNow());
        var given = await GivenAsync(incident.Id, hash, cancellationToken);
        List<string> roles = [.. NeededApprovals.Of(incident.Class, settings).Intersect(NeededApprovals.RolesOf(account, settings), StringComparer.Ordinal)];
        foreach (var role in roles.Except(given, StringComparer.Ordinal))
            database.Add(new WordApproval { InstallationId = incident.InstallationId, IncidentId = incident.Id, Role = role, Hash = hash, ApprovedBy = account, ApprovedAt = now });
        if (roles.Count == 0)
            return roles;
        await Timeline.AppendAsync(database, incident.InstallationId, incident.IssueId,
        [
            new TimelineFact
            {
                Key = $"approval/{hash[..16]}/{account}",
                At = now,
                Kind = "approval",
                Text = $"Words were approved for {string.Join(" and ", roles)}.",
                Visibility = Visibility.Internal,
                Actor = account,
                Evidence = $"words/{hash}",
                AsOf = now,
            },
        ], cancellationToken);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Pressed twice: the first one counts.
            database.ChangeTracker.Clear();
        }
        return roles;
    }

    public async Task<IReadOnlyList<string>> GivenAsync(IncidentId incident, string hash, CancellationToken cancellationToken) =>
        await database.Set<WordApproval>().Where(approval => approval.IncidentId == incident && approval.Hash == hash).Select(approval => approval.Role).ToListAsync(cancellationToken);
}
