using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>E-mail that Jira sends about an issue, and who has which role.</summary>
public sealed partial class FakeJira
{
    private const int FirstRole = 10_100;

    public HashSet<string> Groups { get; } = ["board", "desk"];

    /// <summary>Role names with their actors as Jira lists them.</summary>
    public Dictionary<string, JsonArray> Roles { get; } = new()
    {
        ["Service Desk Team"] =
        [
            new JsonObject { ["type"] = "atlassian-user-role-actor", ["actorUser"] = new JsonObject { ["accountId"] = "ada" } },
            new JsonObject { ["type"] = "atlassian-group-role-actor", ["actorGroup"] = new JsonObject { ["name"] = "desk", ["groupId"] = "g-1" } },
        ],
    };

    public ConcurrentQueue<(string Issue, JsonObject Mail)> Mails { get; } = new();

    private void MapMail()
    {
        _app.MapPost("/rest/api/3/issue/{id}/notify", (string id, JsonObject mail) => OnIssue(id, issue => Send(issue.Id, mail)));
        _app.MapGet("/rest/api/3/project/{key}/role", () => Results.Json(Roles.Keys.Select((name, index) => (name, index)).ToDictionary(role => role.name, role => $"{Url}/rest/api/3/project/10000/role/{FirstRole + role.index}")));
        _app.MapGet("/rest/api/3/project/{key}/role/{id:int}", (int id) => Results.Json(new { actors = Roles.Values.ElementAt(id - FirstRole) }));
    }

    /// <summary>As Jira does: without a recipient, or with a group that is none, nobody is written to.</summary>
    private IResult Send(string issue, JsonObject mail)
    {
        var to = mail["to"] as JsonObject ?? [];
        var groups = (to["groups"] as JsonArray ?? []).Select(group => group!["name"]!.ToString()).ToList();
        var isEmpty = groups.Count == 0 && to["users"] is not JsonArray { Count: > 0 } && !to.Any(member => member.Value is JsonValue value && value.TryGetValue<bool>(out var isWanted) && isWanted);
        if (isEmpty || groups.Exists(group => !Groups.Contains(group)))
            return Results.Json(new { errorMessages = new[] { isEmpty ? "No recipients were defined for notification." : "The group does not exist." } }, statusCode: 400);
        Mails.Enqueue((issue, (JsonObject)mail.DeepClone()));
        return Results.NoContent();
    }
}
