using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks;

namespace JsmConnector.Administration.SetUp;

/// <summary>In the order of what is left to do.</summary>
public enum Closing
{
    Closed,

    /// <summary>The workflow or Jira's permissions do not let the app do it.</summary>
    ByHand,

    /// <summary>Jira could not be asked: somebody asks again.</summary>
    NotYet,
}

/// <summary>Closes the ticket of a test in Jira. A repeat finds it closed.</summary>
public sealed class CloseTrials(JiraSites sites, TimeProvider clock)
{
    private static readonly string[] Fields = ["status"];

    public async Task<Closing> CloseAsync(InstallationId site, TestTicket ticket, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(site, cancellationToken) is not { } jira)
            return Closing.ByHand;
        if (ticket.IssueId is null && await FindAsync(jira, ticket, cancellationToken) is { } without)
            return without;
        switch (await jira.GetTransitionsAsync(ticket.IssueId!, cancellationToken))
        {
            case JiraResult<IReadOnlyList<JiraTransition>>.Ok(var ways) when ways.FirstOrDefault(way => way.To.Category == "done") is { } end:
                return Of(await jira.TransitionAsync(ticket.IssueId!, end.Id, cancellationToken));
            case JiraResult<IReadOnlyList<JiraTransition>>.Ok:
                var issue = (await jira.GetIssueAsync(ticket.IssueId!, Fields, cancellationToken)).ValueOrDefault();
                return issue.Member("fields").Member("status").Member("statusCategory").Text("key") == "done" ? Closing.Closed : Closing.ByHand;
            case var answer:
                return Of(answer);
        }
    }

    /// <summary>The answer that named the ticket was lost. Jira's search follows its edits after some seconds, so an empty answer counts only later.</summary>
    /// <returns>Null when it is found.</returns>
    private async Task<Closing?> FindAsync(JiraClient jira, TestTicket ticket, CancellationToken cancellationToken)
    {
        var answer = await jira.SearchAsync($"labels = \"{TestIncident.LabelOf(ticket.Id)}\"", Fields, null, cancellationToken);
        if (answer is not JiraResult<JiraIssuePage>.Ok({ Issues: var issues }))
            return Of(answer);
        if (issues.Count == 0)
            return ticket.BegunAt > clock.GetUtcNow() - TestIncident.Longest ? Closing.NotYet : Closing.Closed;
        (ticket.IssueId, ticket.IssueKey) = (issues[0].Text("id"), issues[0].Text("key"));
        return null;
    }

    private static Closing Of<T>(JiraResult<T> answer) => answer switch
    {
        JiraResult<T>.Ok or JiraResult<T>.NotFound => Closing.Closed,
        JiraResult<T>.Refused => Closing.ByHand,
        _ => Closing.NotYet,
    };
}
