using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>
/// A stateful stand-in for Statuspage's manage API on a loopback port: pages, components, incidents with updates and metadata, the rate limit,
/// and faults on demand. Strict: a request that the API document does not allow is refused, so that a wrong client fails its test.
/// </summary>
public sealed partial class FakeStatuspage : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _door = new();
    private readonly List<FakeStatuspageRequest> _requests = [];
    private readonly List<StatuspageFault> _faults = [];
    private readonly Dictionary<string, FakeStatuspagePage> _pages = [];
    private (int Requests, TimeSpan Window)? _limit;

    private FakeStatuspage(WebApplication app) => _app = app;

    /// <summary>For `Statuspage__ApiUrl`.</summary>
    public string ApiUrl => _app.Urls.Single() + "/v1";

    /// <summary>Any other key is refused.</summary>
    public string ApiKey { get; set; } = "89a229ce1a8dbcf9ff30430fbe35eb4c0426574bca932061892cefd2138aa4b1";

    /// <summary>All requests in the order of their arrival, refused ones too.</summary>
    public IReadOnlyList<FakeStatuspageRequest> Requests
    {
        get
        {
            lock (_door)
                return [.. _requests];
        }
    }

    public IEnumerable<FakeStatuspageRequest> Writes => Requests.Where(request => request.Method is not "GET");

    /// <summary>Decides for every request that no injected fault concerns: a vendor's bad day.</summary>
    public Func<FakeStatuspageRequest, StatuspageFault?>? Weather { get; set; }

    /// <summary>Runs after a request was carried out and before it is answered: the moment to let a process die.</summary>
    public Func<FakeStatuspageRequest, Task>? BeforeAnswer { get; set; }

    public static async Task<FakeStatuspage> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeStatuspage(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public FakeStatuspagePage AddPage(string id, params string[] componentIds)
    {
        lock (_door)
            return _pages[id] = new FakeStatuspagePage(id, componentIds);
    }

    /// <summary>Happens to the next matching requests, in the order in which faults were added.</summary>
    public void Inject(StatuspageFault fault)
    {
        lock (_door)
            _faults.Add(fault);
    }

    /// <summary>Answers 420 beyond so many requests in a window; Statuspage itself: 60 in 60 seconds.</summary>
    public void LimitTo(int requests, TimeSpan window) => _limit = (requests, window);

    /// <summary>The most requests that arrived in any window of this length.</summary>
    public int MostRequestsWithin(TimeSpan window)
    {
        var times = Requests.Select(request => request.At).ToArray();
        return times.Length == 0 ? 0 : times.Max(start => times.Count(at => at >= start && Stopwatch.GetElapsedTime(start, at) < window));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new FakeStatuspageRequest(
            context.Request.Method, context.Request.Path.Value ?? "", context.Request.QueryString.Value ?? "", await reader.ReadToEndAsync(),
            Stopwatch.GetTimestamp());
        StatuspageFault? fault;
        lock (_door)
        {
            _requests.Add(request);
            fault = _faults.FirstOrDefault(f => f.Concerns(request));
            if (fault is { After: > 0 })
            {
                fault.After--;
                fault = null;
            }
            if (fault is { Times: <= 1 })
                _faults.Remove(fault);
            else if (fault is not null)
                fault.Times--;
            fault ??= Weather?.Invoke(request);
        }

        if (fault is not null)
            await Task.Delay(fault.Delay, context.RequestAborted);
        if (fault is { CarryOut: false })
        {
            await EndAsync(context, fault, fault.Status, fault.Body);
            return;
        }

        var (status, body) = CarryOut(context, request);
        if (BeforeAnswer is { } hook)
            await hook(request);
        await EndAsync(context, fault, status, body?.ToJsonString() ?? "");
    }

    private static async Task EndAsync(HttpContext context, StatuspageFault? fault, int status, string body)
    {
        if (fault is { Drop: true })
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (fault?.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds;
        await context.Response.WriteAsync(body);
    }

    private (int Status, JsonNode? Body) CarryOut(HttpContext context, FakeStatuspageRequest request)
    {
        lock (_door)
        {
            if (_limit is { } limit && _requests.Count(other => Stopwatch.GetElapsedTime(other.At) < limit.Window) > limit.Requests)
                return (420, Error("You have exceeded the rate limit"));
            if (context.Request.Headers.Authorization != $"OAuth {ApiKey}")
                return (401, Error("Could not authenticate"));
            if (AccountPath().Match(request.Path) is { Success: true } account)
                return _pages.TryGetValue(account.Groups["page"].Value, out var owner) && owner.Find(account.Groups["id"].Value) is { } told
                    ? FakeStatuspageAccount.CarryOut(told, request, account.Groups["act"].Value)
                    : (404, Error("Not found"));
            var path = Path().Match(request.Path);
            if (!path.Success || !_pages.TryGetValue(path.Groups["page"].Value, out var page))
                return (404, Error("Not found"));
            var id = path.Groups["id"].Value;
            return (request.Method, path.Groups["what"].Value, id) switch
            {
                ("GET", "components", "") => (200, page.ComponentsJson(context.Request.Query)),
                ("GET", "component-groups", "") => (200, page.GroupsJson()),
                ("POST", "component-groups", "") => page.AddGroup(JsonNode.Parse(request.Body)?["component_group"]) is { } group ? (201, group) : (422, Error("Name and components are needed")),
                ("PATCH", "components", not "") when JsonNode.Parse(request.Body)?["component"]?["group_id"]?.GetValue<string>() is { } joined => page.Join(id, joined) ? (200, page.ComponentsJson(context.Request.Query)) : (422, Error("No such group")),
                ("PATCH", "components", not "") => JsonNode.Parse(request.Body)?["component"]?["status"]?.GetValue<string>() is { } state && page.Components.ContainsKey(id) ? (200, page.Set(id, state)) : (404, Error("Component not found")),
                ("POST", "components", "") => JsonNode.Parse(request.Body)?["component"]?["name"]?.GetValue<string>() is { Length: > 0 } name ? (201, page.AddComponent(name)) : (422, Error("Name can't be blank")),
                ("GET", "incidents", "") => (200, page.ListJson(_ => true, context.Request.Query, "limit")),
                ("GET", "incidents", "unresolved") => (200, page.ListJson(incident => incident.IsOpen, context.Request.Query, "per_page")),
                ("GET", "incidents", _) => page.Find(id) is { } incident ? (200, page.Json(incident)) : (404, Error("Incident not found")),
                ("POST", "incidents", "") => Write(context, request, page, null),
                ("PATCH", "incidents", not "") => page.Find(id) is { } incident ? Write(context, request, page, incident) : (404, Error("Incident not found")),
                _ => (404, Error("Not found")),
            };
        }
    }

    private static (int Status, JsonNode? Body) Write(HttpContext context, FakeStatuspageRequest request, FakeStatuspagePage page, FakeStatuspageIncident? held)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
            return (400, Error("The content type does not match the body"));
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(request.Body);
        }
        catch (JsonException)
        {
            return (400, Error("The body is no JSON"));
        }

        if ((json as JsonObject)?["incident"] is not JsonObject wish)
            return (400, Error("param is missing or the value is empty: incident"));
        var mistakes = FakeStatuspageRules.Mistakes(wish, page, isNew: held is null).ToArray();
        if (mistakes.Length > 0)
            return (422, new JsonObject { ["error"] = new JsonArray([.. mistakes.Select(mistake => (JsonNode)mistake)]) });
        return (held is null ? 201 : 200, page.Json(page.Write(held, wish)));
    }

    private static JsonObject Error(string message) => new() { ["error"] = message };

    [GeneratedRegex("^/v1/pages/(?<page>[^/]+)/incidents/(?<id>[^/.]+)/postmortem(/(?<act>publish|revert))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AccountPath();

    [GeneratedRegex("^/v1/pages/(?<page>[^/]+)/(?<what>components|component-groups|incidents)(/(?<id>[^/.]+))?(\\.json)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Path();
}
