using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>
/// A stateful stand-in for Confluence Cloud on a loopback port: spaces, pages with versions, titles that are unique in a space, properties, labels
/// through v1, the limits, and faults on demand. Strict: what the API does not document is refused, and a body that is no XML as well.
/// </summary>
public sealed partial class FakeConfluence : IAsyncDisposable
{
    private const int LargestBody = 5 * 1024 * 1024;
    private readonly WebApplication _app;
    private readonly Lock _door = new();
    private readonly List<ConfluenceFault> _faults = [];
    private readonly List<FakeConfluencePage> _pages = [];
    private readonly List<long> _arrivals = [];
    private int _nextId = 100_000;
    private (int Requests, TimeSpan Window)? _limit;

    private FakeConfluence(WebApplication app) => _app = app;

    /// <summary>For `Atlassian__ApiUrl`; a site with a cloud id is behind `/ex/confluence/{cloudId}`.</summary>
    public string Url => _app.Urls.Single();
    public string Account { get; } = "writer@example.com";
    public string ApiToken { get; } = "ATATT3xFfGF0-secret-of-confluence";
    public Dictionary<string, string> Spaces { get; } = new(StringComparer.Ordinal) { ["OPS"] = "770001" };

    /// <summary>Ids of pages that the account may not see; their titles are taken all the same.</summary>
    public HashSet<string> Hidden { get; } = new(StringComparer.Ordinal);

    /// <summary>`POST /api/v2/pages` and so on, refused ones too.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Runs after a request was carried out and before it is answered: the moment to let a process die.</summary>
    public Func<string, Task>? BeforeAnswer { get; set; }

    public IReadOnlyList<FakeConfluencePage> Pages
    {
        get
        {
            lock (_door)
                return [.. _pages];
        }
    }

    /// <summary>Those that readers can find.</summary>
    public IEnumerable<FakeConfluencePage> Current => Pages.Where(page => page.Status == "current");

    public static async Task<FakeConfluence> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var fake = new FakeConfluence(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public void Inject(ConfluenceFault fault)
    {
        lock (_door)
            _faults.Add(fault);
    }

    public FakeConfluencePage AddByHand(string title, string body = "<p>Of people</p>")
    {
        lock (_door)
        {
            var page = new FakeConfluencePage(NextId(), Spaces["OPS"], null, title, body);
            _pages.Add(page);
            return page;
        }
    }

    /// <summary>Beyond so many requests in a window it answers 429.</summary>
    public void LimitTo(int requests, TimeSpan window) => _limit = (requests, window);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        var (method, path) = (context.Request.Method, Prefix().Replace(context.Request.Path.Value ?? "", ""));
        Calls.Enqueue($"{method} {path}");
        ConfluenceFault? fault;
        lock (_door)
            fault = TakeFault(method, path);
        if (fault is { CarryOut: false })
        {
            await EndAsync(context, fault, fault.Status, null);
            return;
        }
        (int Status, JsonNode? Body) answer;
        lock (_door)
            answer = IsTooFast() ? (429, null) : CarryOut(context.Request, method, path, text);
        if (BeforeAnswer is { } hook)
            await hook($"{method} {path}");
        await EndAsync(context, fault, answer.Status, answer.Body);
    }

    private ConfluenceFault? TakeFault(string method, string path)
    {
        foreach (var fault in _faults.Where(fault => fault.Concerns(method, path)).ToList())
        {
            if (fault.After-- > 0)
                continue;
            if (--fault.Times <= 0)
                _faults.Remove(fault);
            return fault;
        }
        return null;
    }

    private bool IsTooFast()
    {
        _arrivals.Add(Stopwatch.GetTimestamp());
        return _limit is { } limit && _arrivals.Count(at => Stopwatch.GetElapsedTime(at) < limit.Window) > limit.Requests;
    }

    private static async Task EndAsync(HttpContext context, ConfluenceFault? fault, int status, JsonNode? body)
    {
        if (fault is { Drop: true })
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = status;
        if ((fault?.RetryAfter ?? (status == 429 ? 1 : null)) is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (status == 204)
            return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync((body ?? Error(status, "Refused")).ToJsonString());
    }

    private (int Status, JsonNode? Body) CarryOut(HttpRequest request, string method, string path, string text)
    {
        if (request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{ApiToken}"))}")
            return (401, Error(401, "Unauthorized"));
        var body = text.Length == 0 ? null : JsonNode.Parse(text);
        if (method == "GET" && body is not null)
            return (400, Error(400, "A GET has no body"));
        var segments = path.Trim('/').Split('/');
        return (method, segments) switch
        {
            ("GET", ["api", "v2", "spaces"]) => (200, Results([.. Spaces.Where(space => request.Query["keys"].ToString().Split(',').Contains(space.Key)).Select(space => new JsonObject { ["id"] = space.Value, ["key"] = space.Key })])),
            ("GET", ["api", "v2", "pages"]) => (200, Results([.. Listed(request).Select(page => page.Json(request.Query["body-format"] == "storage"))])),
            ("POST", ["api", "v2", "pages"]) => Create(body as JsonObject ?? []),
            (_, ["api", "v2", "pages", var id, ..]) => _pages.FirstOrDefault(page => page.Id == id) is { } page ? OnPage(request, method, segments[4..], page, body) : NotFound(),
            ("POST", ["rest", "api", "content", var id, "label"]) => _pages.FirstOrDefault(page => page.Id == id) is { } page ? Label(page, body as JsonArray ?? []) : NotFound(),
            _ => NotFound(),
        };
    }

    private IEnumerable<FakeConfluencePage> Listed(HttpRequest request) => _pages.Where(page =>
        !Hidden.Contains(page.Id) && page.SpaceId == request.Query["space-id"] && page.Title == request.Query["title"] && request.Query["status"].ToString().Split(',').Contains(page.Status));

    private static JsonObject Results(JsonNode[] entries) => new() { ["results"] = new JsonArray(entries), ["_links"] = new JsonObject() };

    private static (int, JsonNode?) NotFound() => (404, Error(404, "Not Found"));

    private static JsonObject Error(int status, string title) =>
        new() { ["errors"] = new JsonArray(new JsonObject { ["status"] = status, ["code"] = "REFUSED", ["title"] = title, ["detail"] = null }) };

    private string NextId() => (++_nextId).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^(/ex/confluence/[0-9a-f-]{36})?/wiki", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Prefix();
}
