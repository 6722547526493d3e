using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Screens;

/// <summary>A site that answers one question: what may this account do?</summary>
public sealed class StandInJira : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInJira(WebApplication app) => _app = app;

    public HashSet<string> Administrators { get; } = new(StringComparer.Ordinal);

    /// <summary>Account and issue id.</summary>
    public HashSet<(string Account, long Issue)> Browsers { get; } = [];

    /// <summary>Those of them who may also edit it.</summary>
    public HashSet<(string Account, long Issue)> Editors { get; } = [];

    /// <summary>By account.</summary>
    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers 503 to everything.</summary>
    public bool IsAway { get; set; }

    public string Url => _app.Urls.First();

    public static async Task<StandInJira> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var jira = new StandInJira(builder.Build());
        jira._app.MapPost("/rest/api/3/permissions/check", jira.Check);
        jira._app.MapGet("/rest/api/3/user", (string accountId) => jira.Names.TryGetValue(accountId, out var name) ? Results.Json(new { accountId, displayName = name }) : Results.NotFound());
        await jira._app.StartAsync();
        return jira;
    }

    private IResult Check(JsonElement question)
    {
        if (IsAway)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var account = question.GetProperty("accountId").GetString()!;
        var asked = question.GetProperty("projectPermissions").EnumerateArray().ToList();
        var permission = asked.Select(project => project.GetProperty("permissions")[0].GetString()).FirstOrDefault() ?? "BROWSE_PROJECTS";
        var issues = asked.SelectMany(project => project.GetProperty("issues").EnumerateArray()).Select(issue => issue.GetInt64())
            .Where(issue => (permission == "EDIT_ISSUES" ? Editors : Browsers).Contains((account, issue))).ToArray();
        return Results.Json(new
        {
            globalPermissions = Administrators.Contains(account) ? new[] { "ADMINISTER" } : [],
            projectPermissions = issues.Length == 0 ? [] : new[] { new { permission, issues, projects = Array.Empty<long>() } },
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
