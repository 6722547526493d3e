using System.Globalization;
using System.Text.Json.Nodes;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Webhooks;

namespace JsmConnector.Sandbox.Rest;

/// <summary>The endpoints of Jira's REST interface that an incident app calls. Every call must carry the app's own signed token.</summary>
public static class RestInterface
{
    public static void Map(WebApplication routes)
    {
        var rest = routes.MapGroup("/rest").AddEndpointFilter(CheckTokenAsync);
        rest.MapGet("/api/3/field", () => new object[]
        {
            new { id = "summary", name = "Summary", schema = new { type = "string", system = "summary" } },
            new { id = Catalogue.ServicesField, name = "Affected services", schema = new { type = "array", custom = "com.atlassian.jira.plugins.service-entity:service-entity-field-cftype" } },
            new { id = Catalogue.RequestTypeField, name = "Request Type", schema = new { type = "sd-customerrequesttype", custom = "com.atlassian.servicedesk:vp-origin" } },
        }.Concat(Catalogue.ChoiceFields.Select(field => new { id = field.Id, name = field.Name, schema = new { type = "option", custom = "com.atlassian.jira.plugin.system.customfieldtypes:select" } })));
        rest.MapGet("/api/3/priority/search", () => new { values = Catalogue.Priorities.Select(p => new { id = p.Id, name = p.Name, isDefault = p.Id == "3" }), startAt = 0, maxResults = 50, total = 5, isLast = true });
        rest.MapGet("/api/3/status", () => Catalogue.Statuses.Select(s => new { id = s.Id, name = s.Name, statusCategory = new { key = s.Category, name = s.Category } }));
        rest.MapGet("/api/3/user", (string accountId) => Catalogue.People.FirstOrDefault(person => person.AccountId == accountId) is { } person ? Results.Json(WebhookBody.User(person)) : Results.NotFound());
        rest.MapGet("/api/3/myself", () => WebhookBody.User(Catalogue.App));
        rest.MapGet("/api/3/serverInfo", (InstalledApp app) => new { baseUrl = app.SiteUrl, displayUrl = app.SiteUrl, serverTitle = "Sandbox", version = "1001.0.0", deploymentType = "Cloud" });
        rest.MapGet("/servicedeskapi/requesttype", () => new
        {
            values = new[] { new { id = "21", name = "Report a system problem", issueTypeId = "10101", serviceDeskId = "1", practice = "incident_management" }, new { id = "22", name = "Get IT help", issueTypeId = "10102", serviceDeskId = "1", practice = "service_request" } },
            isLastPage = true,
            start = 0,
            limit = 50,
            size = 2,
        });
        rest.MapGet("/api/3/issue/{id}", (string id, JiraSite site) => site.Find(id) is { } issue
            ? Results.Json(new { id = issue.Id, key = issue.Key, fields = WebhookBody.Fields(issue) })
            : Results.NotFound());
        rest.MapGet("/api/3/issue/{id}/changelog", (string id, int? startAt, JiraSite site) => site.Find(id) is { } issue
            ? Results.Json(Page(issue.Changes.Select(change => new { id = change.Id, author = WebhookBody.User(change.Author), created = WebhookBody.Time(change.At), items = change.Items.Select(WebhookBody.Item) }), startAt ?? 0, "values"))
            : Results.NotFound());
        rest.MapGet("/api/3/issue/{id}/comment", (string id, int? startAt, JiraSite site) => site.Find(id) is { } issue
            ? Results.Json(Page(issue.Comments.Select(Comment), startAt ?? 0, "comments"))
            : Results.NotFound());
        rest.MapGet("/api/3/issue/{id}/remotelink", (string id, JiraSite site) => site.Find(id) is { } issue ? Results.Json(issue.Links.Select(link => new { id = link.Value.Id, globalId = link.Key })) : Results.NotFound());
        rest.MapPost("/api/3/issue/{id}/remotelink", LinkAsync);
        rest.MapGet("/api/3/issue/{id}/properties/{key}", (string id, string key, JiraSite site) => site.Find(id)?.Properties.TryGetValue(key, out var value) == true ? Results.Json(new { key, value }) : Results.NotFound());
        rest.MapPut("/api/3/issue/{id}/properties/{key}", SetPropertyAsync);
        rest.MapPost("/api/3/permissions/check", CheckPermissionsAsync);
        rest.MapGet("/servicedeskapi/request/{id}/sla", (string id, JiraSite site) => site.Find(id) is { } issue ? Results.Json(Values(issue.ServiceLevels.Select(ServiceLevelOf))) : Results.NotFound());
        rest.MapGet("/servicedeskapi/request/{id}/approval", (string id, JiraSite site) => site.Find(id) is { } issue ? Results.Json(Values(issue.Approvals.Select(ApprovalOf))) : Results.NotFound());
        IssuesOfTheApp.Map(rest);
        ProjectsOfTheSite.Map(rest);
    }

    private static async ValueTask<object?> CheckTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        if (services.GetRequiredService<JiraSite>().IsDown)
            return Results.StatusCode(503);
        var app = services.GetRequiredService<InstalledApp>();
        var header = http.Request.Headers.Authorization.ToString();
        if (services.GetRequiredService<SignedDoor>().Accepts(header) || services.GetRequiredService<Forge.ForgeHost>().Accepts(header))
            return await next(context);
        var claims = header.StartsWith("JWT ", StringComparison.OrdinalIgnoreCase) ? ConnectJwt.Verify(header[4..], app.Secret) : null;
        var target = http.Request.Path + http.Request.QueryString.ToString();
        var isFine = claims?["iss"]?.GetValue<string>() == app.Key
            && claims["exp"]?.GetValue<long>() > services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds()
            && claims["qsh"]?.GetValue<string>() == ConnectJwt.QueryStringHash(http.Request.Method, target);
        return isFine ? await next(context) : Results.Json(new { message = "The token of the app was not accepted." }, statusCode: 401);
    }

    private static object Comment(Comment comment) => new
    {
        id = comment.Id,
        author = WebhookBody.User(comment.Author),
        body = new { type = "doc", version = 1, content = new[] { new { type = "paragraph", content = new[] { new { type = "text", text = comment.Body } } } } },
        jsdPublic = comment.IsPublic,
        created = WebhookBody.Time(comment.Created),
        updated = WebhookBody.Time(comment.Created),
    };

    private static Dictionary<string, object> Page<T>(IEnumerable<T> rows, int startAt, string name)
    {
        var all = rows.ToList();
        return new Dictionary<string, object> { ["startAt"] = startAt, ["maxResults"] = 100, ["total"] = all.Count, ["isLast"] = startAt + 100 >= all.Count, [name] = all.Skip(startAt).Take(100) };
    }

    private static object Values(IEnumerable<object> values) => new { values, isLastPage = true, start = 0, limit = 50 };

    private static object ServiceLevelOf(ServiceLevel level) => new
    {
        name = level.Name,
        completedCycles = new[] { new { breached = level.IsBreached, goalDuration = new { millis = (long)level.Goal.TotalMilliseconds }, elapsedTime = new { millis = (long)level.Elapsed.TotalMilliseconds } } },
    };

    private static object ApprovalOf(Approval approval) => new
    {
        id = approval.Id,
        name = approval.Name,
        finalDecision = approval.IsApproved ? "approved" : "declined",
        completedDate = new { epochMillis = approval.At.ToUnixTimeMilliseconds() },
        approvers = new[] { new { approver = WebhookBody.User(approval.Approver), approverDecision = approval.IsApproved ? "approved" : "declined" } },
    };

    private static async Task<IResult> LinkAsync(string id, HttpRequest request, JiraSite site, CancellationToken cancellationToken)
    {
        if (site.Find(id) is not { } issue)
            return Results.NotFound();
        var body = await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken);
        var (key, link) = (body?["globalId"]?.GetValue<string>() ?? Guid.NewGuid().ToString(), body?["object"]);
        if (link?["title"]?.GetValue<string>() is not { } title || link["url"]?.GetValue<string>() is not { } url)
            return Results.Json(new { errors = new { title = "'title' is required." } }, statusCode: 400);
        var known = issue.Links.TryGetValue(key, out var old);
        issue.Links[key] = new RemoteLink(known ? old!.Id : 10_000 + issue.Links.Count, title, url, body?["relationship"]?.GetValue<string>());
        return Results.Json(new { id = issue.Links[key].Id, self = $"/rest/api/3/issue/{issue.Id}/remotelink/{issue.Links[key].Id}" }, statusCode: known ? 200 : 201);
    }

    /// <summary>Any JSON of at most 32,768 characters, under a key of at most 255.</summary>
    private static async Task<IResult> SetPropertyAsync(string id, string key, HttpRequest request, JiraSite site, CancellationToken cancellationToken)
    {
        if (site.Find(id) is not { } issue)
            return Results.NotFound();
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        if (key.Length > 255 || text.Length > 32_768 || JsonNode.Parse(text) is not { } value)
            return Results.Json(new { errorMessages = new[] { "The property is too long, or no JSON." } }, statusCode: 400);
        var known = issue.Properties.ContainsKey(key);
        issue.Properties[key] = value;
        return Results.StatusCode(known ? 200 : 201);
    }

    /// <summary>Agents may do everything in the projects, administrators everything; customers nothing.</summary>
    private static async Task<IResult> CheckPermissionsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken);
        var person = Catalogue.People.FirstOrDefault(p => p.AccountId == body?["accountId"]?.GetValue<string>());
        var global = person is { IsAdministrator: true } ? body?["globalPermissions"]?.AsArray().Select(p => p!.GetValue<string>()) ?? [] : [];
        var project = person is { IsAgent: true } ? body?["projectPermissions"]?.AsArray() : null;
        return Results.Json(new
        {
            globalPermissions = global,
            projectPermissions = (project ?? []).SelectMany(asked => asked!["permissions"]!.AsArray().Select(permission => new
            {
                permission = permission!.GetValue<string>(),
                issues = asked["issues"]?.AsArray().Select(i => long.Parse(i!.ToString(), CultureInfo.InvariantCulture)) ?? [],
                projects = asked["projects"]?.AsArray().Select(i => long.Parse(i!.ToString(), CultureInfo.InvariantCulture)) ?? [],
            })),
        });
    }
}
