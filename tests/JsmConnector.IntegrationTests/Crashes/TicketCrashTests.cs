using System.Text.Json.Nodes;
using JsmConnector.Benchmarks.Site;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Vendors;
using Npgsql;

namespace JsmConnector.IntegrationTests.Crashes;

/// <summary>The process is killed for real at every call about the ticket: one comment, one issue an action, one link; and what is withdrawn is withdrawn once.</summary>
public sealed class TicketCrashTests(PostgresServer server) : IAsyncLifetime
{
    private const string Person = "administrator";
    private const string Postmortem = "/api/v1/incidents/OPS-7/postmortem";
    private readonly string _key = AppProcess.NewKey();
    private string _database = "";
    private BenchmarkSite _site = null!;
    private FakeJira _jira = null!;
    private FakeConfluence _confluence = null!;
    private MortalApp _app = null!;
    private bool _isArmed;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FakeJiraIssue Ticket => _jira.Issue("7");

    private IEnumerable<JsonObject> Comments => Ticket.Comments.Where(comment => comment["properties"] is JsonArray);

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _app = new MortalApp(StartAsync);
        _site = await BenchmarkSite.StartAsync();
        _confluence = await FakeConfluence.StartAsync();
        _jira = await FakeJira.StartAsync(_site.Secret);
        _jira.AddIssue("7", "OPS-7");
        _jira.Administrators.Add(Person);
        _jira.Grant(Person, SitePermissions.Browse, "7");
        _jira.Grant(Person, SitePermissions.Edit, "7");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _jira.DisposeAsync();
        await _confluence.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task A_death_at_any_call_about_the_ticket_leaves_one_comment_one_issue_and_one_link()
    {
        await _app.LiveAsync();
        await PrepareAsync();
        _jira.BeforeAnswer = call => DieAsync(call, call.Contains("/comment", StringComparison.Ordinal) || call is "POST /rest/api/3/issue" or "POST /rest/api/3/issueLink" || (_jira.Made.Count > 0 && call.Contains("/search", StringComparison.Ordinal)));
        _confluence.BeforeAnswer = call => DieAsync(call, call.Contains("DELETE", StringComparison.Ordinal));
        _isArmed = true;

        await AskAsync("/moves", new { version = 2, move = "publish" });
        await UntilAsync(async () => await IsAsync("ticket", "published") && await IsAsync("confluence", "published"));
        await AskAsync("/actions", new { title = "A second watch over disk space", kind = "detect" });
        await UntilAsync(async () => _jira.Made.Any(made => made.Fields["issuelinks"] is JsonArray { Count: > 0 })
            && (string?)(await CallAsync(HttpMethod.Get, "/actions"))!["actions"]![0]!["problem"] is null);
        var named = Assert.Single(Comments).ToJsonString();
        await AskAsync("/publications/confluence", new { want = "withdrawn" });
        await UntilAsync(async () => await IsAsync("confluence", "withdrawn") && await IsAsync("ticket", "published") && !Comments.Single().ToJsonString().Contains("/pages/", StringComparison.Ordinal));
        await AskAsync("/publications/ticket", new { want = "withdrawn" });
        await UntilAsync(() => IsAsync("ticket", "withdrawn"));

        Assert.Contains("/pages/", named, StringComparison.Ordinal);
        Assert.Contains("has been withdrawn", Assert.Single(Comments).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("trashed", Assert.Single(_confluence.Pages).Status);
        Assert.Single(Assert.Single(_jira.Made).Fields["issuelinks"]!.AsArray());
        Assert.True(_app.Deaths.Count >= 6, $"It died at: {string.Join(", ", _app.Deaths)}");
    }

    private Task DieAsync(string call, bool isMeant) => _isArmed && isMeant ? _app.DieOnceAtAsync(call) : Task.CompletedTask;

    private async Task<bool> IsAsync(string place, string state) =>
        (string?)(await CallAsync(HttpMethod.Get, "/publications"))!["publications"]!.AsArray().Single(line => (string?)line!["target"] == place)!["state"] == state;

    /// <summary>A wish is a row before anything is called, so one whose answer was lost is not sent again.</summary>
    private async Task AskAsync(string path, object body)
    {
        try
        {
            await CallAsync(HttpMethod.Post, path, body);
        }
        catch (HttpRequestException refused) when (refused.StatusCode is null)
        {
            // It died before it answered.
        }
    }

    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var until = DateTimeOffset.UtcNow.AddSeconds(60); DateTimeOffset.UtcNow < until; await Task.Delay(100, Token))
        {
            await _app.LiveAsync();
            await HastenAsync();
            try
            {
                if (await isSo())
                    return;
            }
            catch (HttpRequestException)
            {
                // It just died.
            }
        }
        throw new TimeoutException($"Died at {string.Join(", ", _app.Deaths)}; {await CallAsync(HttpMethod.Get, "/publications")}; {await CallAsync(HttpMethod.Get, "/actions")}");
    }

    /// <summary>The minute for Jira's index is long for a test.</summary>
    private async Task HastenAsync()
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            "UPDATE postmortem_actions SET sending_at = sending_at - interval '2 minutes' WHERE sending_at > now() - interval '1 minute'; UPDATE deliveries SET due_at = now() WHERE state = 'Queued' AND channel = 'action' AND due_at > now()", connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private Task<JsonNode?> CallAsync(HttpMethod method, string path, object? body = null) => _site.CallAsync(_app.Address, method, Postmortem + path, body);

    private Task<AppProcess> StartAsync() => AppProcess.StartAsync(_database, _site.Address, _key, new Dictionary<string, string>
    {
        ["Lanes__LeaseLength"] = "00:00:02",
        ["Atlassian__ApiUrl"] = _confluence.Url,
        ["Postmortems__Delay"] = "1.00:00:00",
    });

    private async Task PrepareAsync()
    {
        var start = DateTimeOffset.UtcNow;
        await _site.InstallAsync(_app.Address, _jira.Url);
        await _site.SaveSettingsAsync(_app.Address, new
        {
            postmortems = new
            {
                review = new { authorMayApprove = true },
                publishing = new { commentOnTicket = true, confluence = new { account = _confluence.Account, token = _confluence.ApiToken, cloudId = "11111111-2222-3333-4444-555555555555", spaces = new[] { new { space = "OPS" } } } },
            },
        });
        await _site.SendAsync(_app.Address, Bodies.Incident(7, "new", start, "Email"));
        await _site.SendAsync(_app.Address, Bodies.Incident(7, "done", start.AddSeconds(1), "Email"));
        await ReadyAsync(() => CallAsync(HttpMethod.Post, "/requests", new { }));
        await ReadyAsync(() => CallAsync(HttpMethod.Get, ""));
        await CallAsync(HttpMethod.Put, "", new { version = 1, external = new { markdown = "We are sorry. A disk was full.\n" } });
        await CallAsync(HttpMethod.Post, "/moves", new { version = 2, move = "submit" });
        await CallAsync(HttpMethod.Post, "/moves", new { version = 2, move = "approve" });
    }

    private Task ReadyAsync(Func<Task> succeeds) => UntilAsync(async () => { await succeeds(); return true; });
}
