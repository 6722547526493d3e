using System.Globalization;
using System.Text.Json.Nodes;

namespace JsmConnector.IntegrationTests.WholeApp;

/// <summary>Bodies of webhooks about an incident ticket, as JSON that a test can bend.</summary>
public static class TicketEvent
{
    public static JsonObject Of(string issueId, string name = "jira:issue_updated", DateTimeOffset? at = null) => new()
    {
        ["timestamp"] = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeMilliseconds(),
        ["webhookEvent"] = name,
        ["user"] = new JsonObject { ["accountId"] = "agent-1", ["displayName"] = "Ann Agent" },
        ["issue"] = new JsonObject
        {
            ["id"] = issueId,
            ["key"] = $"OPS-{issueId}",
            ["fields"] = new JsonObject
            {
                ["summary"] = "The ticket's own words",
                ["issuetype"] = new JsonObject { ["name"] = "[System] Incident" },
                ["project"] = new JsonObject { ["key"] = "OPS", ["projectTypeKey"] = "service_desk" },
                ["priority"] = new JsonObject { ["id"] = "2", ["name"] = "High" },
                ["status"] = new JsonObject { ["name"] = "Open", ["statusCategory"] = new JsonObject { ["key"] = "new" } },
                ["components"] = new JsonArray(new JsonObject { ["name"] = $"Service {issueId}" }),
                ["created"] = Time(at ?? TimeProvider.System.GetUtcNow()),
                ["updated"] = Time(at ?? TimeProvider.System.GetUtcNow()),
            },
        },
    };

    public static JsonObject Fields(this JsonObject body) => body["issue"]!["fields"]!.AsObject();

    public static JsonObject With(this JsonObject body, string field, JsonNode? value)
    {
        body.Fields()[field] = value;
        return body;
    }

    public static JsonObject Components(this JsonObject body, params IEnumerable<string> names) =>
        body.With("components", new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["name"] = name })]));

    public static JsonObject Status(this JsonObject body, string name, string category) =>
        body.With("status", new JsonObject { ["name"] = name, ["statusCategory"] = new JsonObject { ["key"] = category } });

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000";
}
