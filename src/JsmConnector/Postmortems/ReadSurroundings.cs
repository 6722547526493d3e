using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Postmortems;

/// <summary>Asks for what lies around a ticket. A part that Jira does not tell is null; nothing waits for it.</summary>
internal static class ReadSurroundings
{
    public static async Task<TicketSurroundings> AskAsync(JiraClient jira, string issueId, string siteUrl, CancellationToken cancellationToken)
    {
        var issue = await jira.GetIssueAsync(issueId, ["reporter", "issuelinks"], cancellationToken);
        var levels = await jira.GetServiceLevelsAsync(issueId, cancellationToken);
        var approvals = await jira.GetApprovalsAsync(issueId, cancellationToken);
        var fields = issue is JiraResult<JsonElement>.Ok(var read) ? Member(read, "fields") : default;
        return new TicketSurroundings
        {
            ReporterIsApp = Text(Member(fields, "reporter"), "accountType") is { } type ? type == "app" : null,
            Links = fields.ValueKind == JsonValueKind.Object ? [.. LinksOf(fields, siteUrl)] : null,
            ServiceLevels = levels is JiraResult<IReadOnlyList<JiraServiceLevel>>.Ok(var agreed)
                ? [.. agreed.Select(level => new ServiceLevel(level.Name, level.Goal, level.Elapsed, level.IsBreached))]
                : null,
            Approvals = approvals is JiraResult<IReadOnlyList<JiraApproval>>.Ok(var asked)
                ? [.. asked.Select(approval => new TicketApproval(approval.Id, approval.Name, approval.Decision, approval.DecidedAt, approval.Approvers))]
                : null,
        };
    }

    private static IEnumerable<LinkedTicket> LinksOf(JsonElement fields, string siteUrl)
    {
        if (Member(fields, "issuelinks") is not { ValueKind: JsonValueKind.Array } links)
            yield break;
        foreach (var link in links.EnumerateArray())
        {
            var isInward = Member(link, "inwardIssue").ValueKind == JsonValueKind.Object;
            var other = Member(link, isInward ? "inwardIssue" : "outwardIssue");
            if (Text(other, "key") is not { } key)
                continue;
            var status = Member(Member(other, "fields"), "status");
            yield return new LinkedTicket(
                key, Text(Member(link, "type"), isInward ? "inward" : "outward") ?? "relates to", Text(Member(other, "fields"), "summary"), Text(status, "name"),
                Text(Member(status, "statusCategory"), "key") == "done", $"{siteUrl}/browse/{Uri.EscapeDataString(key)}");
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
