namespace JsmConnector.AtlassianConnect.Client;

/// <param name="Goal">Null when the agreement has none for this ticket.</param>
/// <param name="Elapsed">Counted in the agreement's own hours; null when its clock never ran.</param>
public sealed record JiraServiceLevel(string Name, TimeSpan? Goal, TimeSpan? Elapsed, bool IsBreached);

/// <param name="Decision">`approved`, `declined` or `pending`.</param>
/// <param name="Approvers">Display names of those who decided.</param>
public sealed record JiraApproval(string Id, string Name, string Decision, DateTimeOffset? DecidedAt, IReadOnlyList<string> Approvers);
