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

    public string Url => _app.Urls.First();

    public static async Task<StandInJira> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var jira = new StandInJira(builder.Build());
        jira._app.MapPost("/rest/api/3/permissions/check", jira.Check);
        await jira._app.StartAsync();
        return jira;
    }

    private IResult Check(JsonElement question)
    {
        var account = question.GetProperty("accountId").GetString()!;
        var issues = question.GetProperty("projectPermissions").EnumerateArray()
            .SelectMany(project => project.GetProperty("issues").EnumerateArray()).Select(issue => issue.GetInt64())
            .Where(issue => Browsers.Contains((account, issue))).ToArray();
        return Results.Json(new
        {
            globalPermissions = Administrators.Contains(account) ? new[] { "ADMINISTER" } : [],
            projectPermissions = issues.Length == 0 ? [] : new[] { new { permission = "BROWSE_PROJECTS", issues, projects = Array.Empty<long>() } },
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
