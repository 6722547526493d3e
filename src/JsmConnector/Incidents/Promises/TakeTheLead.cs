using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents.Promises;

/// <summary>Makes somebody the communication lead of an incident, hands the role over, or gives it back. The timeline keeps who led when.</summary>
public sealed class TakeTheLead(JsmConnectorContext database, JiraSites sites, TimeProvider clock)
{
    private const int LongestName = 200;

    /// <param name="lead">Account id; null: nobody leads from now on.</param>
    /// <param name="by">Account id of whoever decided; null for a program.</param>
    /// <param name="name">As another place than Jira calls the person.</param>
    public async Task ToAsync(Incident incident, string? lead, string? by, CancellationToken cancellationToken, string? name = null)
    {
        if (incident.CommunicationLead == lead)
            return;
        var (now, before) = (clock.GetUtcNow(), incident.CommunicationLead);
        incident.CommunicationLead = lead;
        incident.CommunicationLeadName = lead is null ? null : name is not null ? Cut(name) : await NameAsync(incident.InstallationId, lead, cancellationToken);
        await Timeline.AppendAsync(database, incident.InstallationId, incident.IssueId,
        [
            new TimelineFact
            {
                Key = $"lead/{Guid.CreateVersion7(now):N}",
                At = now,
                Kind = "lead",
                Text = lead is null ? "The lead of the communication was given back." : before is null ? "The lead of the communication was taken." : "The lead of the communication was handed over.",
                Visibility = Visibility.Internal,
                Actor = lead ?? by,
                Evidence = by is null ? "api" : $"account/{by}",
                AsOf = now,
            },
        ], cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Nice to have: a Jira that is away keeps nobody from leading.</summary>
    private async Task<string?> NameAsync(InstallationId installation, string account, CancellationToken cancellationToken) =>
        await sites.FindAsync(installation, cancellationToken) is { } jira && await jira.GetUserAsync(account, cancellationToken) is JiraResult<JiraAccount>.Ok({ DisplayName: { Length: > 0 } name })
            ? Cut(name)
            : null;

    private static string Cut(string name) => name.Length <= LongestName ? name : name[..LongestName];
}
