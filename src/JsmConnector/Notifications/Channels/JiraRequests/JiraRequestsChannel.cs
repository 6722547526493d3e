using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Channels.JiraRequests;

/// <summary>
/// Tells the customers of the requests that are linked with the incident's ticket, by a public comment on each. Every comment carries our id: whoever has it already
/// is left alone, so that the same update may be tried again after any failure.
/// </summary>
public sealed class JiraRequestsChannel(JiraSites sites, JsmConnectorContext database, TimeProvider clock) : NotificationChannel<JiraRequestsSettings>
{
    private const string OrganizationsField = "com.atlassian.servicedesk:sd-customer-organizations";
    private static readonly DeliveryOutcome.Suppressed NotShared = new("Not shared with an organisation of this channel.");

    public override string Kind => "jira";

    public override bool MayRepeat => true;

    public override bool NeedsTicket => true;

    public override bool IsPublic => true;

    public override NoticePreview Preview(Notice notice) => new(
        $"{notice.Title}: {notice.StageInWords}\n\n{notice.TextWithPromise}", "a comment that the customer of each linked request reads");

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, JiraRequestsSettings settings, CancellationToken cancellationToken)
    {
        if (task.IssueId is not { } issueId)
            return new DeliveryOutcome.Never("This channel needs a ticket: it cannot be tried without one.");
        if (await sites.FindAsync(task.Installation, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Later("The app has no credentials for the site at the moment.");
        var ticket = await jira.GetIssueAsync(issueId, ["issuelinks"], cancellationToken);
        if (ticket is not JiraResult<JsonElement>.Ok(var issue))
            return Judge(ticket);
        var (only, problem) = await OnlyAsync(jira, settings, cancellationToken);
        if (problem is not null)
            return problem;
        var (told, refused, others) = (0, 0, 0);
        foreach (var request in await RequestsAsync(LinkedRequests.Of(issue, settings.LinkTypes), cancellationToken))
        {
            switch (await TellAsync(jira, request, only, task.Notice, cancellationToken))
            {
                case DeliveryOutcome.Delivered:
                    told++;
                    break;
                case DeliveryOutcome.Suppressed passed:
                    others += passed == NotShared ? 1 : 0;
                    break;
                case DeliveryOutcome.Never:
                    refused++;
                    break;
                case var later:
                    return later;
            }
        }
        if (refused == 0)
        {
            return told == 0 && others > 0
                ? new DeliveryOutcome.Suppressed("No linked request is shared with an organisation that the channel names: compare its option organizations with the names in Jira, or write their ids.")
                : new DeliveryOutcome.Delivered(told.ToString(CultureInfo.InvariantCulture));
        }
        return new DeliveryOutcome.Never(string.Create(CultureInfo.InvariantCulture, $"Jira refused the comment on {refused} of {refused + told} linked requests. Give the app the permission to comment there, then replay it: nobody is told twice."));
    }

    /// <returns>Whose requests are told, and the field that says so; null: everybody's.</returns>
    private async Task<((string Field, IReadOnlyList<string> Names)? Only, DeliveryOutcome? Problem)> OnlyAsync(JiraClient jira, JiraRequestsSettings settings, CancellationToken cancellationToken)
    {
        var names = LinkedRequests.Organizations(settings.Organizations);
        if (names.Count == 0)
            return (null, null);
        var known = await jira.GetFieldsAsync(cancellationToken);
        if (known is not JiraResult<IReadOnlyList<JiraField>>.Ok(var fields))
            return (null, Judge(known));
        return fields.FirstOrDefault(field => field.SchemaCustom == OrganizationsField) is { } found
            ? ((found.Id, names), null)
            : (null, new DeliveryOutcome.Never("Jira shows the app no field of organisations. Take them out of the channel, or let the app see the field."));
    }

    /// <summary>Another incident is no request, nor is other planned work: its own readers are told by its own words.</summary>
    private async Task<IReadOnlyList<string>> RequestsAsync(IReadOnlyList<string> linked, CancellationToken cancellationToken)
    {
        var incidents = await database.Set<Incident>().Where(incident => linked.Contains(incident.IssueId)).Select(incident => incident.IssueId).ToListAsync(cancellationToken);
        var planned = await database.Set<Maintenance>().Where(work => linked.Contains(work.IssueId)).Select(work => work.IssueId!).ToListAsync(cancellationToken);
        return [.. linked.Except([.. incidents, .. planned], StringComparer.Ordinal)];
    }

    private async Task<DeliveryOutcome> TellAsync(JiraClient jira, string request, (string Field, IReadOnlyList<string> Names)? only, Notice notice, CancellationToken cancellationToken)
    {
        var found = await jira.GetIssueAsync(request, only is { } shared ? ["project", shared.Field] : ["project"], cancellationToken);
        if (found is not JiraResult<JsonElement>.Ok(var issue))
            return found is JiraResult<JsonElement>.NotFound ? new DeliveryOutcome.Suppressed("The ticket is gone, or hidden from the app.") : Judge(found);
        if (!LinkedRequests.IsInServiceProject(issue))
            return new DeliveryOutcome.Suppressed("No ticket of a service project.");
        if (only is { } wanted && !LinkedRequests.IsSharedWith(issue, wanted.Field, wanted.Names))
            return NotShared;
        var comments = await jira.GetCommentsAsync(request, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var known))
            return Judge(comments);
        if (known.Any(comment => RequestComment.Is(comment, notice)))
            return new DeliveryOutcome.Delivered();
        var added = await jira.AddCommentAsync(request, RequestComment.Of(notice), cancellationToken);
        return added is JiraResult<JiraCommentId>.Ok ? new DeliveryOutcome.Delivered() : Judge(added);
    }

    private DeliveryOutcome Judge<T>(JiraResult<T> answer) => answer switch
    {
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be called.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(_, var wait) => new DeliveryOutcome.Later("Jira did not answer.", wait is { } time ? clock.GetUtcNow() + time : null),
        JiraResult<T>.NotFound => new DeliveryOutcome.Never("The ticket is gone, or hidden from the app."),
        JiraResult<T>.Refused(var status, _) => new DeliveryOutcome.Never(string.Create(CultureInfo.InvariantCulture, $"Jira refused it ({status}).")),
        _ => throw new InvalidOperationException("A success is not judged."),
    };
}
