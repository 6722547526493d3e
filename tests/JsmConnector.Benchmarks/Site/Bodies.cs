using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.Benchmarks.Site;

/// <summary>Webhook bodies in the shape that Jira Cloud sends.</summary>
internal static class Bodies
{
    /// <summary>
    /// An edit of an ordinary request: what most of a site's traffic is. Filled with custom fields to the size; the issue id is seven zeros, which
    /// the load script replaces.
    /// </summary>
    public static string OrdinaryEdit(int bytes)
    {
        var body = Issue("0000000", "OPS-20001", "Service request", "indeterminate", "Low", DateTimeOffset.UtcNow, null);
        var fields = body["issue"]!["fields"]!.AsObject();
        for (var number = 10100; body.ToJsonString().Length < bytes; number++)
            fields[$"customfield_{number}"] = number % 3 == 0 ? null : JsonValue.Create($"Value {number} of a field that somebody once added and nobody dares to remove");
        return body.ToJsonString();
    }

    public static string Incident(int number, string category, DateTimeOffset updated, string service) =>
        Issue(number.ToString(CultureInfo.InvariantCulture), $"OPS-{number}", "[System] Incident", category, "Highest", updated, service).ToJsonString();

    private static JsonObject Issue(string id, string key, string type, string category, string priority, DateTimeOffset updated, string? service) => JsonSerializer.SerializeToNode(new
    {
        timestamp = updated.ToUnixTimeMilliseconds(),
        webhookEvent = "jira:issue_updated",
        issue_event_type_name = "issue_generic",
        user = new { accountId = "5b10ac8d82e05b22cc7d4ef5", displayName = "Ada Agent", accountType = "atlassian" },
        issue = new
        {
            id,
            key,
            fields = new
            {
                summary = "Something about mail-db-03 that nobody outside may read",
                description = "h1. Internal\n{code}stack trace{code}",
                created = Jira(updated.AddMinutes(-1)),
                updated = Jira(updated),
                project = new { id = "10000", key = "OPS", name = "IT Operations", projectTypeKey = "service_desk" },
                issuetype = new { id = "10101", name = type, subtask = false },
                status = new { id = "3", name = category == "done" ? "Resolved" : "Work in progress", statusCategory = new { key = category } },
                priority = new { id = "1", name = priority },
                resolution = category == "done" ? new { name = "Done" } : null,
                resolutiondate = category == "done" ? Jira(updated) : null,
                customfield_10050 = service is null ? null : new[] { new { id = $"ari:cloud:graph::service/{service}", name = service } },
            },
        },
        changelog = new { id = updated.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), items = new[] { new { field = "labels", fieldtype = "jira", fieldId = "labels", from = "", fromString = "", to = "", toString = "seen" } } },
    })!.AsObject();

    private static string Jira(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000";
}
