using System.Globalization;
using System.Text.Json;
using JsmConnector.Sandbox.Site;

namespace JsmConnector.Sandbox.Webhooks;

public sealed record OutgoingWebhook(string Event, string IssueKey, string Body);

/// <summary>Bodies as Jira Cloud sends them: fields as REST v2, text as wiki markup, offsets without a colon.</summary>
public static class WebhookBody
{
    public static OutgoingWebhook OfIssue(string name, Issue issue, Person actor, Change? change, DateTimeOffset at) => new(name, issue.Key, JsonSerializer.Serialize(new
    {
        timestamp = at.ToUnixTimeMilliseconds(),
        webhookEvent = name,
        issue_event_type_name = name switch { "jira:issue_created" => "issue_created", "jira:issue_deleted" => "issue_deleted", _ => "issue_generic" },
        user = User(actor),
        issue = new { id = issue.Id, self = $"{Self}/{issue.Id}", key = issue.Key, fields = Fields(issue) },
        changelog = change is null ? null : new { id = change.Id, items = change.Items.Select(Item) },
    }));

    public static OutgoingWebhook OfComment(string name, Issue issue, Comment comment, DateTimeOffset at) => new(name, issue.Key, JsonSerializer.Serialize(new
    {
        timestamp = at.ToUnixTimeMilliseconds(),
        webhookEvent = name,
        comment = new
        {
            self = $"{Self}/issue/{issue.Id}/comment/{comment.Id}",
            id = comment.Id,
            author = User(comment.Author),
            body = comment.Body,
            updateAuthor = User(comment.Author),
            created = Time(comment.Created),
            updated = Time(comment.Created),
            jsdPublic = comment.IsPublic,
        },
        issue = new
        {
            id = issue.Id,
            self = $"{Self}/{issue.Id}",
            key = issue.Key,
            fields = new { summary = issue.Summary, issuetype = issue.Type2(), project = issue.Project2(), assignee = (object?)null, priority = issue.Priority2(), status = issue.Status2() },
        },
    }));

    public static object Item(ChangeItem item) => new Dictionary<string, object?>
    {
        ["field"] = item.Field,
        ["fieldtype"] = "jira",
        ["fieldId"] = item.FieldId,
        ["from"] = item.From,
        ["fromString"] = item.FromText,
        ["to"] = item.To,
        ["toString"] = item.ToText,
    };

    public static Dictionary<string, object?> Fields(Issue issue) => new()
    {
        ["summary"] = issue.Summary,
        ["description"] = issue.Description,
        ["issuetype"] = issue.Type2(),
        ["project"] = issue.Project2(),
        ["priority"] = issue.Priority2(),
        ["status"] = issue.Status2(),
        ["resolution"] = issue.Resolution is { } resolution ? new { id = resolution.Id, name = resolution.Name } : null,
        ["resolutiondate"] = issue.ResolutionDate is { } at ? Time(at) : null,
        ["security"] = issue.IsSecret ? new { id = "1", name = "Internal" } : null,
        ["components"] = Array.Empty<object>(),
        ["labels"] = issue.Labels,
        ["assignee"] = issue.Assignee is { } assignee ? User(assignee) : null,
        ["issuelinks"] = issue.LinkedIssues.Select(LinkOf),
        ["reporter"] = User(issue.Reporter),
        ["created"] = Time(issue.Created),
        ["updated"] = Time(issue.Updated),
        [Catalogue.ServicesField] = issue.Services.Select(service => new { id = service.Id, name = service.Name }),
        [Catalogue.RequestTypeField] = issue.ProjectKey != "OPS" ? null : new
        {
            requestType = new { id = issue.Type == Catalogue.Incident ? "21" : "22", name = issue.Type == Catalogue.Incident ? "Report a system problem" : "Get IT help" },
            currentStatus = new { status = issue.Status.Name },
        },
    };

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000";

    public static object User(Person person) => new { accountId = person.AccountId, displayName = person.Name, accountType = person.AccountType, active = true, timeZone = "Europe/Berlin" };

    private const string Self = "https://sandbox.example/rest/api/2";

    private static object LinkOf(LinkedIssue link) => new
    {
        type = new { name = link.Relation, inward = link.Relation, outward = link.Relation },
        outwardIssue = new { id = link.Other.Id, key = link.Other.Key, fields = new { summary = link.Other.Summary, status = link.Other.Status2(), issuetype = link.Other.Type2() } },
    };

    private static object Type2(this Issue issue) => new { id = issue.Type.Id, name = issue.Type.Name, subtask = false };

    private static object Project2(this Issue issue) => new { id = issue.ProjectKey == "OPS" ? "10000" : "10001", key = issue.ProjectKey, name = issue.ProjectKey == "OPS" ? "IT Operations" : "Website", projectTypeKey = issue.ProjectType };

    private static object Priority2(this Issue issue) => new { id = issue.Priority.Id, name = issue.Priority.Name };

    private static object Status2(this Issue issue) => new { id = issue.Status.Id, name = issue.Status.Name, statusCategory = new { key = issue.Status.Category, name = issue.Status.Category == "new" ? "New" : issue.Status.Category } };
}
