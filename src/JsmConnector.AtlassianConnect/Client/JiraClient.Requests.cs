using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>What a service desk keeps beside a ticket. Both calls need an agent; a ticket that is no request answers 404.</summary>
public sealed partial class JiraClient
{
    public Task<JiraResult<IReadOnlyList<JiraServiceLevel>>> GetServiceLevelsAsync(string issueId, CancellationToken cancellationToken) =>
        AllAsync($"/rest/servicedeskapi/request/{Uri.EscapeDataString(issueId)}/sla?", "start", "limit", "values", ServiceLevel, cancellationToken);

    public Task<JiraResult<IReadOnlyList<JiraApproval>>> GetApprovalsAsync(string issueId, CancellationToken cancellationToken) =>
        AllAsync($"/rest/servicedeskapi/request/{Uri.EscapeDataString(issueId)}/approval?", "start", "limit", "values", Approval, cancellationToken);

    /// <summary>The running cycle counts; without one the last that was completed.</summary>
    private static JiraServiceLevel? ServiceLevel(JsonElement value)
    {
        if (JiraJson.Text(value, "name") is not { } name)
        {
            return null;
        }

        var completed = JiraJson.List(value, "completedCycles").ToList();
        var ongoing = JiraJson.Member(value, "ongoingCycle");
        var cycle = ongoing.ValueKind == JsonValueKind.Object ? ongoing : completed.Count > 0 ? completed[^1] : default;
        return new JiraServiceLevel(
            name,
            Milliseconds(JiraJson.Member(cycle, "goalDuration")),
            Milliseconds(JiraJson.Member(cycle, "elapsedTime")),
            completed.Append(ongoing).Any(each => JiraJson.Member(each, "breached").ValueKind == JsonValueKind.True));
    }

    private static TimeSpan? Milliseconds(JsonElement duration) =>
        JiraJson.Member(duration, "millis") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var milliseconds)
            && Math.Abs(milliseconds) < TimeSpan.FromDays(36_500).TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static JiraApproval? Approval(JsonElement value) => JiraJson.Text(value, "id") is { } id
        ? new JiraApproval(
            id,
            JiraJson.Text(value, "name") ?? "Approval",
            JiraJson.Text(value, "finalDecision") ?? "pending",
            JiraTimestamp.Read(JiraJson.Member(JiraJson.Member(value, "completedDate"), "epochMillis")),
            [.. JiraJson.List(value, "approvers")
                .Where(approver => JiraJson.Text(approver, "approverDecision") is "approved" or "declined")
                .Select(approver => JiraJson.Text(JiraJson.Member(approver, "approver"), "displayName")).OfType<string>()])
        : null;
}
