using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using JsmConnector.IntegrationTests.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.WholeApp;

/// <summary>Atlassian's gateway beside the app: it knows one good token a site.</summary>
public sealed class SitesBehindTheGateway(PostgresServer postgres) : InstalledSites(postgres)
{
    private WebApplication _gateway = null!;

    public string Url => _gateway.Urls.First();

    /// <summary>By cloud id: the token that works, and the address that Jira tells.</summary>
    public ConcurrentDictionary<string, (string Token, string Address)> Known { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<string> Calls { get; } = [];

    /// <summary>By issue id, as REST answers it.</summary>
    public ConcurrentDictionary<string, JsonNode> Issues { get; } = new(StringComparer.Ordinal);

    public bool IsAway { get; set; }

    protected override IReadOnlyList<string> Arguments => [$"--Atlassian:ApiUrl={Url}"];

    public override async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        _gateway = builder.Build();
        _gateway.MapGet("/ex/jira/{cloud}/rest/api/3/myself", (string cloud, HttpContext context) => Answer(context, cloud, new { accountId = "app-1", displayName = "JsmConnector" }));
        _gateway.MapGet("/ex/jira/{cloud}/rest/api/3/serverInfo", (string cloud, HttpContext context) => Answer(context, cloud, new { baseUrl = Known[cloud].Address, deploymentType = "Cloud" }));
        _gateway.MapGet("/ex/jira/{cloud}/rest/api/3/issue/{id}", (string cloud, string id, HttpContext context) =>
            Issues.TryGetValue(id, out var issue) ? Answer(context, cloud, issue) : Results.NotFound());
        await _gateway.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    private IResult Answer(HttpContext context, string cloud, object body)
    {
        var sent = context.Request.Headers.Authorization.ToString();
        Calls.Add($"{cloud} {sent}");
        if (IsAway)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        return sent == $"Bearer {Known[cloud].Token}" ? Results.Json(body) : Results.StatusCode(StatusCodes.Status401Unauthorized);
    }
}
