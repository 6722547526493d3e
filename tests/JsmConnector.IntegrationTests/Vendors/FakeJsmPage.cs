using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>
/// The status page part of the Operations API as the vendor documents it: names of states in capitals, incidents found by the ticket's id, a person's token at one address
/// and bearer tokens at the other, and nothing promised about the shape of answers.
/// </summary>
public sealed class FakeJsmPage : IAsyncDisposable
{
    public const string CloudId = "3f1f2d6e-6c0e-4a55-9a57-6b1d6f6f0d11", PersonalToken = "ops@acme.example:whsec-like-personal-token", BearerToken = "a-bearer-token-of-a-service-account";
    public const string Component = "5b0c1c1e-0000-4000-8000-0000000000e1";
    private static readonly string[] Stages = ["INVESTIGATING", "IDENTIFIED", "MONITORING", "RESOLVED"], Impacts = ["NONE", "MINOR", "MAJOR", "CRITICAL"];
    private static readonly string[] States = ["OPERATIONAL", "DEGRADED_PERFORMANCE", "PARTIAL_OUTAGE", "MAJOR_OUTAGE", "UNDER_MAINTENANCE"];
    private readonly WebApplication _server;

    private FakeJsmPage(WebApplication server) => _server = server;

    public sealed record Incident(string ExternalId, string Name)
    {
        public string Status { get; set; } = "";
        public string Impact { get; set; } = "";
        public List<string> Messages { get; } = [];
    }

    public string PageId { get; } = Guid.NewGuid().ToString("D");
    public string Url => _server.Urls.Single();
    public List<Incident> Incidents { get; } = [];
    public Dictionary<string, string> Components { get; } = new() { [Component] = "OPERATIONAL" };

    /// <summary>Which of the two documented ways to write the address works.</summary>
    public bool ShortAddress { get; set; }

    /// <summary>How the next call is answered; with a status of 0 the next write is carried out and its answer lost.</summary>
    public (int Status, int? RetryAfter)? Fault { get; set; }

    public static async Task<FakeJsmPage> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var fake = new FakeJsmPage(builder.Build());
        fake._server.Run(fake.AnswerAsync);
        await fake._server.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (Fault is { Status: > 0 } refused)
        {
            Fault = null;
            context.Response.StatusCode = refused.Status;
            if (refused.RetryAfter is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return;
        }
        var personal = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(PersonalToken))}";
        var (path, authorization) = (context.Request.Path.Value!, context.Request.Headers.Authorization.ToString());
        var root = path.StartsWith("/ex/", StringComparison.Ordinal) ? $"/ex/jira/{CloudId}/jsm/ops" : "/jsm/ops";
        if (authorization != (root == "/jsm/ops" ? personal : $"Bearer {BearerToken}"))
        {
            context.Response.StatusCode = 401;
            return;
        }
        root += ShortAddress ? $"/api/{CloudId}" : $"/stakeholder-comms/cloudId/{CloudId}/api";
        var (status, answer) = path.StartsWith(root, StringComparison.Ordinal) ? await ActAsync(context, path[root.Length..]) : (404, null);
        if (Fault is not null && HttpMethods.IsPost(context.Request.Method))
        {
            Fault = null;
            context.Abort();
            return;
        }
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "");
    }

    private async Task<(int Status, JsonNode? Answer)> ActAsync(HttpContext context, string path)
    {
        if (path == $"/pages/{PageId}")
            return (200, new JsonObject { ["id"] = PageId });
        if (path == "/incidents/get")
            return Find(context.Request.Query["externalIncidentId"]!) is { } found ? (200, Shown(found)) : (404, null);
        if (!HttpMethods.IsPost(context.Request.Method) || path is not ("/incidents" or "/incidents/update"))
            return (404, null);
        var isNew = path == "/incidents";
        var request = (await JsonNode.ParseAsync(context.Request.Body))?[isNew ? "incidentCreateRequest" : "incidentUpdateRequest"];
        if (request is null || (string?)request["pageId"] != PageId || string.IsNullOrEmpty((string?)request["name"])
            || !Stages.Contains((string?)request["status"]) || !Impacts.Contains((string?)request["impact"]))
            return (400, null);
        var id = (string)request["jiraIncidentId"]!;
        var held = Find(id);
        if (isNew == (held is not null))
            return (isNew ? 400 : 404, null);
        if (held is null)
            Incidents.Add(held = new Incident(id, (string)request["name"]!));
        foreach (var component in request["affectedComponents"]?.AsArray() ?? [])
        {
            if (!Components.ContainsKey((string)component!["componentId"]!) || !States.Contains((string?)component["status"]))
                return (400, null);
            Components[(string)component["componentId"]!] = (string)component["status"]!;
        }
        (held.Status, held.Impact) = ((string)request["status"]!, (string)request["impact"]!);
        if ((string?)request["message"] is { } message)
            held.Messages.Add(message);
        return (200, Shown(held));
    }

    private Incident? Find(string id) => Incidents.Find(incident => incident.ExternalId == id);

    private static JsonObject Shown(Incident incident) => new()
    {
        ["externalIncidentId"] = incident.ExternalId,
        ["status"] = incident.Status,
        ["updates"] = new JsonArray([.. incident.Messages.Select(message => (JsonNode)new JsonObject { ["message"] = message })]),
    };
}
