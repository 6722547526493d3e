using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Actions;

/// <summary>Asks Jira how issues of actions stand, many at once, and no more often than every minute: whoever looks at a list sees what is, and Jira is asked little.</summary>
public sealed class RefreshActions(JsmConnectorContext database, TenantScope tenant, JiraSites sites, TimeProvider clock)
{
    private const int AtOnce = JiraClient.IssuesOnAPage;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>Rights come back, and so do issues from the bin of a project.</summary>
    private static readonly TimeSpan FreshWhenGone = TimeSpan.FromDays(1);

    /// <summary>What Jira does not tell now stays as it was told last.</summary>
    public async Task RefreshAsync(IReadOnlyList<PostmortemAction> actions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = actions.Where(action => action.IssueId is not null && !(action.SeenAt > now - (action.IsGone ? FreshWhenGone : Fresh))).ToList();
        if (old.Count == 0 || await sites.FindAsync(tenant.Current, cancellationToken) is not { ShouldSpareQuota: false } jira)
            return;
        foreach (var some in old.Chunk(AtOnce))
        {
            var search = await jira.SearchAsync($"id in ({string.Join(", ", some.Select(action => action.IssueId))})", ActionIssue.Fields, null, cancellationToken);
            if (search is JiraResult<JiraIssuePage>.Ok(var page))
            {
                var told = page.Issues.Select(ActionIssue.Read).OfType<ActionIssue>().ToDictionary(issue => issue.Id, StringComparer.Ordinal);
                await KeepAsync(some.Where(action => told.ContainsKey(action.IssueId!)), told, now, cancellationToken);
                // The index follows an issue that was just made after some seconds: what it does not know is asked by name.
                await OneByOneAsync(jira, some.Where(action => !told.ContainsKey(action.IssueId!)), now, cancellationToken);
            }
            // Jira refuses a search that names an issue which is gone.
            else if (search is JiraResult<JiraIssuePage>.Refused)
                await OneByOneAsync(jira, some, now, cancellationToken);
            else
                return;
        }
    }

    private async Task OneByOneAsync(JiraClient jira, IEnumerable<PostmortemAction> some, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var action in some)
        {
            var answer = await jira.GetIssueAsync(action.IssueId!, ActionIssue.Fields, cancellationToken);
            if (answer is JiraResult<System.Text.Json.JsonElement>.Ok(var issue) && ActionIssue.Read(issue) is { } read)
                await KeepAsync([action], new Dictionary<string, ActionIssue> { [read.Id] = read }, now, cancellationToken);
            else if (answer is JiraResult<System.Text.Json.JsonElement>.NotFound)
                await KeepAsync([action], [], now, cancellationToken);
        }
    }

    private async Task KeepAsync(IEnumerable<PostmortemAction> asked, Dictionary<string, ActionIssue> told, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var action in asked)
        {
            var issue = told.GetValueOrDefault(action.IssueId!);
            var isGone = issue is null;
            var (key, status, owner, isDone) = issue is null ? (action.IssueKey, action.Status, action.OwnerName, action.IsDone) : (issue.Key, issue.Status, issue.OwnerName, issue.IsDone);
            (action.IssueKey, action.Status, action.OwnerName, action.IsDone, action.IsGone, action.SeenAt) = (key, status, owner, isDone, isGone, now);
            await database.Set<PostmortemAction>().Where(a => a.IncidentId == action.IncidentId && a.Id == action.Id).ExecuteUpdateAsync(set => set
                .SetProperty(a => a.IssueKey, key).SetProperty(a => a.Status, status).SetProperty(a => a.OwnerName, owner)
                .SetProperty(a => a.IsDone, isDone).SetProperty(a => a.IsGone, isGone).SetProperty(a => a.SeenAt, now), cancellationToken);
        }
    }
}
