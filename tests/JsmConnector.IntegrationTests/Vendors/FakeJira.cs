using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>
/// A Jira site on loopback: the REST calls that the app makes, over lists that a test fills. Checks the signature and the query hash of every call.
/// </summary>
public sealed partial class FakeJira : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, JiraFault Fault)> _faults = new();
    private readonly List<FakeJiraIssue> _issues = [];
    private int _linkId = 10_000;
    private (string Path, int Calls, JiraFault Fault)? _armed;

    private FakeJira(WebApplication app, string secret) => (_app, Secret) = (app, secret);

    public string Secret { get; }

    /// <summary>What its answers are dated by; the machine's clock when left out.</summary>
    public TimeProvider? Dated { get; set; }

    /// <summary>The app was uninstalled: Jira answers it as a stranger.</summary>
    public bool IsWithoutTheApp { get; set; }
    public string Url => _app.Urls.First();

    /// <summary>`GET /rest/api/3/issue/10042/changelog` and so on, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Told of each call's path, before it is answered.</summary>
    public Action<string>? Called { get; set; }
    /// <summary>Told of each call when it was carried out, before its answer leaves.</summary>
    public Func<string, Task>? BeforeAnswer { get; set; }
    public HashSet<string> Administrators { get; } = new(StringComparer.Ordinal);

    /// <summary>Account, permission, issue id.</summary>
    public HashSet<(string Account, string Permission, long IssueId)> Grants { get; } = [];
    public JsonArray Fields { get; } =
    [
        new JsonObject { ["id"] = "customfield_10043", ["name"] = "Affected services", ["schema"] = new JsonObject { ["custom"] = "com.atlassian.jira.plugins.service-entity:service-entity-field-cftype" } },
        new JsonObject { ["id"] = "customfield_10010", ["name"] = "Request Type", ["schema"] = new JsonObject { ["custom"] = "com.atlassian.servicedesk:vp-origin" } },
    ];
    public JsonArray Priorities { get; } = [.. new[] { "Highest", "High", "Medium", "Low", "Lowest" }.Select((name, index) => new JsonObject { ["id"] = $"{index + 1}", ["name"] = name })];
    public JsonArray RequestTypes { get; } = [new JsonObject { ["id"] = "25", ["name"] = "Report an outage", ["practice"] = "INCIDENT_MANAGEMENT", ["serviceDeskId"] = "1" }];
    public JsonArray Statuses { get; } = [Status("1", "Open", "new"), Status("3", "Work in progress", "indeterminate"), Status("4", "Monitoring", "indeterminate"), Status("5", "Resolved", "done")];

    public static async Task<FakeJira> StartAsync(string secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var jira = new FakeJira(builder.Build(), secret);
        jira._app.Use(jira.GuardAsync);
        jira.Map();
        await jira._app.StartAsync();
        return jira;
    }

    public FakeJiraIssue AddIssue(string id, string key)
    {
        var issue = new FakeJiraIssue(id, key);
        lock (_issues)
            _issues.Add(issue);
        return issue;
    }

    public FakeJiraIssue Issue(string idOrKey)
    {
        lock (_issues)
            return _issues.Single(issue => issue.Id == idOrKey || issue.Key == idOrKey);
    }

    /// <summary>The next calls whose path contains the text fail, each in its turn.</summary>
    public void Fail(string pathPart, JiraFault fault, int times = 1)
    {
        for (; times > 0; times--)
            _faults.Enqueue((pathPart, fault));
    }

    public void Grant(string account, string permission, string issueId) => Grants.Add((account, permission, long.Parse(issueId, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>After so many calls whose path contains the text, the next one fails.</summary>
    public void FailAfter(string pathPart, int calls, JiraFault fault) => _armed = (pathPart, calls, fault);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map()
    {
        MapSearch();
        MapMadeIssues();
        MapProjects();
        MapPeople();
        _app.MapGet("/rest/api/3/serverInfo", () => Results.Json(new { baseUrl = Url, serverTitle = "Acme", deploymentType = "Cloud" }));
        _app.MapGet("/rest/api/3/myself", () => Results.Json(new { accountId = "app-account", displayName = "JsmConnector", accountType = "app" }));
        _app.MapGet("/rest/api/3/field", () => Results.Json(Fields));
        _app.MapGet("/rest/api/3/status", () => Results.Json(Statuses));
        _app.MapGet("/rest/api/3/priority/search", (int startAt, int maxResults) => Page("values", Priorities, startAt, maxResults));
        _app.MapGet("/rest/servicedeskapi/requesttype", (int start, int limit) => Page("values", RequestTypes, start, limit));
        _app.MapGet("/rest/api/3/issue/{id}", (HttpContext context, string id) => OnIssue(id, issue =>
        {
            Limits.Charge(context, 1);
            return Results.Json(new { id = issue.Id, key = issue.Key, fields = issue.Fields });
        }));
        _app.MapGet("/rest/api/3/issue/{id}/changelog", (string id, int startAt, int maxResults) => OnIssue(id, issue => Page("values", issue.Changes, startAt, maxResults)));
        _app.MapGet("/rest/api/3/issue/{id}/comment", (string id, int startAt, int maxResults) => OnIssue(id, issue => Page("comments", issue.Comments, startAt, maxResults)));
        _app.MapPost("/rest/api/3/issue/{id}/comment", (string id, JsonObject comment) => OnIssue(id, issue => issue.Write(null, comment)));
        _app.MapPut("/rest/api/3/issue/{id}/comment/{comment}", (string id, string comment, JsonObject wish) => OnIssue(id, issue => issue.Write(comment, wish)));
        _app.MapGet("/rest/servicedeskapi/request/{id}/sla", (string id, int start, int limit) => OnIssue(id, issue => Page("values", issue.ServiceLevels, start, limit)));
        _app.MapGet("/rest/servicedeskapi/request/{id}/approval", (string id, int start, int limit) => OnIssue(id, issue => Page("values", issue.Approvals, start, limit)));
        _app.MapGet("/rest/api/3/issue/{id}/remotelink", (string id) => OnIssue(id, issue => Results.Json(issue.RemoteLinks.Values)));
        _app.MapPost("/rest/api/3/issue/{id}/remotelink", (string id, JsonObject link) => OnIssue(id, issue => Link(issue, link)));
        _app.MapPut("/rest/api/3/issue/{id}/properties/{key}", (string id, string key, JsonObject value) => OnIssue(id, issue => issue.Keep(key, value)));
        _app.MapPost("/rest/api/3/permissions/check", (PermissionQuestion question) => Results.Json(Answer(question)));
    }

    private IResult OnIssue(string idOrKey, Func<FakeJiraIssue, IResult> answer)
    {
        lock (_issues)
            return _issues.FirstOrDefault(issue => (issue.Id == idOrKey || issue.Key == idOrKey) && !HiddenProjects.Contains(Project(issue))) is { } issue
                ? answer(issue)
                : Results.Json(new { errorMessages = new[] { "Issue does not exist or you do not have permission to see it." } }, statusCode: 404);
    }

    private IResult Link(FakeJiraIssue issue, JsonObject link)
    {
        issue.LinkCalls++;
        var globalId = link["globalId"]!.GetValue<string>();
        var isNew = !issue.RemoteLinks.TryGetValue(globalId, out var held);
        link["id"] = isNew ? ++_linkId : held!["id"]!.GetValue<int>();
        issue.RemoteLinks[globalId] = link;
        return Results.Json(new { id = link["id"]!.GetValue<int>(), self = $"{Url}/rest/api/3/issue/{issue.Id}/remotelink/{link["id"]}" }, statusCode: isNew ? 201 : 200);
    }

    private PermissionGrants Answer(PermissionQuestion question) => new()
    {
        GlobalPermissions = Administrators.Contains(question.AccountId) ? [.. question.GlobalPermissions] : [],
        ProjectPermissions = [.. question.ProjectPermissions.SelectMany(asked => asked.Permissions.Select(permission => new ProjectPermissionGrant
        {
            Permission = permission,
            IssueIds = [.. asked.IssueIds.Where(issue => Grants.Contains((question.AccountId, permission, issue)))],
        }))],
    };

    private static IResult Page(string name, IEnumerable<JsonNode?> all, int start, int limit)
    {
        var list = all.ToList();
        var page = list.Skip(start).Take(limit).Select(item => item!.DeepClone()).ToArray();
        return Results.Json(new JsonObject { [name] = new JsonArray(page), ["startAt"] = start, ["maxResults"] = limit, ["total"] = list.Count, ["isLast"] = start + page.Length >= list.Count });
    }

    private static JsonObject Status(string id, string name, string category) =>
        new() { ["id"] = id, ["name"] = name, ["statusCategory"] = new JsonObject { ["key"] = category } };

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (BeforeAnswer is not { } hook)
        {
            await next(context);
            return;
        }
        var (wire, held) = (context.Response.Body, new MemoryStream());
        context.Response.Body = held;
        await next(context);
        await hook($"{context.Request.Method} {context.Request.Path}");
        context.Response.Body = wire;
        await wire.WriteAsync(held.ToArray());
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        Calls.Enqueue($"{context.Request.Method} {path}");
        Called?.Invoke(path);
        if (Dated is not null)
            context.Response.Headers.Date = Dated.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        if (IsWithoutTheApp || !FakeJiraTokens.IsSigned(context.Request, Secret))
        {
            context.Response.StatusCode = 401;
            return;
        }
        if (!Limits.Admit(context))
            return;
        if (_armed is { } armed && path.Contains(armed.Path, StringComparison.Ordinal))
        {
            _armed = armed.Calls > 0 ? armed with { Calls = armed.Calls - 1 } : null;
            if (_armed is null)
                Fail(armed.Path, armed.Fault);
        }
        if (!_faults.TryPeek(out var wanted) || !path.Contains(wanted.Path, StringComparison.Ordinal) || !_faults.TryDequeue(out wanted))
        {
            await AnswerAsync(context, next);
            return;
        }
        switch (wanted.Fault)
        {
            case JiraFault.Unavailable:
                context.Response.StatusCode = 503;
                break;
            case JiraFault.RateLimited:
                context.Response.Headers.RetryAfter = "7";
                context.Response.StatusCode = 429;
                break;
            case JiraFault.Forbidden:
                context.Response.StatusCode = 403;
                await context.Response.WriteAsync(JsonSerializer.Serialize(new { errorMessages = new[] { "No." } }));
                break;
            case JiraFault.DropAfter:
                context.Response.Body = Stream.Null;
                await next(context);
                context.Abort();
                break;
            default:
                context.Abort();
                break;
        }
    }
}
