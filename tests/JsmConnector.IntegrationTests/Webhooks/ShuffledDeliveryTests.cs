using System.Globalization;
using System.Text.Json;
using JsmConnector.Benchmarks.Site;
using JsmConnector.IntegrationTests.Database;
using Npgsql;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>
/// The whole app, from HTTP to the status page: whatever order, repetition and delay Jira chooses, the same story ends in the same incident and the
/// same effects. Every order tells the story of an issue of its own.
/// </summary>
public sealed class ShuffledDeliveryTests(PostgresServer server)
{
    private const int Orders = 12;
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddMinutes(-20);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_order_repetition_and_delay_ends_in_the_same_incident_and_the_same_effects()
    {
        var database = await server.CreateDatabaseAsync();
        await using var site = await BenchmarkSite.StartAsync();
        await using var app = await AppProcess.StartAsync(database, site.Address, AppProcess.NewKey());
        await site.InstallAsync(app.Address);
        var seed = Environment.TickCount;
        var random = new Random(seed);

        for (var order = 0; order < Orders; order++)
        {
            var story = Story(1000 + order).Select((body, index) => (Body: body, Id: $"{order}-{index}")).ToArray();
            if (order > 0)
            {
                story = [.. story, .. story.Where(_ => random.Next(2) == 0)];
                random.Shuffle(story);
            }
            // Several at once, as Jira delivers, so that they also overtake each other on the way.
            await Parallel.ForEachAsync(story, new ParallelOptions { MaxDegreeOfParallelism = order == 0 ? 1 : 4, CancellationToken = Token },
                async (webhook, _) => await site.SendAsync(app.Address, webhook.Body, webhook.Id));
        }
        await UntilQuietAsync(database);

        var expected = await EndAsync(database, 1000);
        Assert.Contains("Resolved", expected, StringComparison.Ordinal);
        for (var order = 1; order < Orders; order++)
        {
            var actual = await EndAsync(database, 1000 + order);
            Assert.True(expected == actual, $"Order {order} of seed {seed} ended differently:\n{expected}\n---\n{actual}");
        }
        Assert.Equal("0", await TextAsync(database, "select count(*)::text from published_components where status <> 'operational'"));
        Assert.Equal("0", await TextAsync(database, "select count(*)::text from published_incidents where stage <> 'resolved'"));
        Assert.Equal(await TextAsync(database, "select count(*)::text from incident_updates"), await TextAsync(database, "select count(*)::text from published_updates"));
        Assert.Equal("0", await TextAsync(database, "select count(*)::text from (select incident_id, words from published_updates group by 1, 2 having count(*) > 1) repeated"));
    }

    /// <summary>Created, widened, commented, worked on, calmed, resolved, reopened, resolved again.</summary>
    private static IEnumerable<string> Story(int issue)
    {
        yield return Issue(issue, 0, "jira:issue_created", "new", "Open", "Highest", ["Email"]);
        yield return Comment(issue, 1, "comment_created", false);
        yield return Issue(issue, 2, "jira:issue_updated", "new", "Open", "Highest", ["Email", "VPN"]);
        yield return Issue(issue, 3, "jira:issue_updated", "indeterminate", "Work in progress", "Highest", ["Email", "VPN"]);
        yield return Comment(issue, 4, "comment_updated", true);
        yield return Issue(issue, 5, "jira:issue_updated", "indeterminate", "Work in progress", "High", ["Email"]);
        yield return Issue(issue, 6, "jira:issue_updated", "done", "Resolved", "High", ["Email"]);
        yield return Issue(issue, 7, "jira:issue_updated", "indeterminate", "Work in progress", "Medium", ["Email"]);
        yield return Issue(issue, 8, "jira:issue_updated", "indeterminate", "Monitoring", "Medium", ["Email"]);
        yield return Issue(issue, 9, "jira:issue_updated", "done", "Resolved", "Medium", ["Email"]);
    }

    private static string Issue(int issue, int step, string name, string category, string status, string priority, string[] services) => JsonSerializer.Serialize(new
    {
        timestamp = Start.AddMinutes(step).ToUnixTimeMilliseconds(),
        webhookEvent = name,
        user = new { accountId = "ada", displayName = "Ada" },
        issue = new { id = Id(issue), key = $"OPS-{Id(issue)}", fields = Fields(step, category, status, priority, services) },
        changelog = new { id = $"{step}", items = new[] { new Dictionary<string, string?> { ["field"] = "status", ["fieldId"] = "status", ["fromString"] = "before", ["toString"] = status } } },
    });

    private static string Comment(int issue, int step, string name, bool isPublic) => JsonSerializer.Serialize(new
    {
        timestamp = Start.AddMinutes(step).ToUnixTimeMilliseconds(),
        webhookEvent = name,
        comment = new { id = "77", body = $"words of step {step}", jsdPublic = isPublic, created = Jira(1), updated = Jira(step), author = new { displayName = "Ben" } },
        issue = new { id = Id(issue), key = $"OPS-{Id(issue)}", fields = Fields(step, "new", "Open", "Highest", []) },
    });

    private static object Fields(int step, string category, string status, string priority, string[] services) => new
    {
        summary = "Internal words",
        project = new { key = "OPS", projectTypeKey = "service_desk" },
        issuetype = new { name = "Incident" },
        status = new { name = status, statusCategory = new { key = category } },
        priority = new { name = priority },
        resolution = category == "done" ? new { name = "Done" } : null,
        resolutiondate = category == "done" ? Jira(step) : null,
        created = Jira(0),
        updated = Jira(step),
        components = services.Select(service => new { name = service }),
    };

    private static string Id(int issue) => issue.ToString(CultureInfo.InvariantCulture);

    private static string Jira(int step) => Start.AddMinutes(step).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000";

    /// <summary>Everything that must not depend on the order: the incident, and what Jira told of it.</summary>
    private static async Task<string> EndAsync(string database, int issue) =>
        await TextAsync(database, $"""
            select concat_ws(' ', i.stage, i.severity, i.worst_severity, i.published, i.started_at, i.resolved_at, i.next_update_at,
              (select string_agg(c.name, ',' order by c.name) from incident_components c where c.incident_id = i.id and c.is_affected),
              (select string_agg(concat_ws('|', t.key, t.kind, t.at, t.text, t.visibility), E'\n' order by t.key) from timeline_entries t where t.issue_id = i.issue_id and t.kind <> 'update'))
            from incidents i where i.issue_id = '{Id(issue)}'
            """);

    private static async Task UntilQuietAsync(string database)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (await TextAsync(database, "select ((select count(*) from webhooks where state in ('Stored','Working')) + (select count(*) from deliveries where state in ('Queued','Sending')))::text") != "0")
        {
            if (DateTimeOffset.UtcNow > until)
                throw new TimeoutException("The app did not come to rest within a minute.");
            await Task.Delay(20, Token);
        }
    }

    private static async Task<string> TextAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token) as string ?? "";
    }
}
