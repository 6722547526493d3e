using System.Collections.Concurrent;
using System.Net;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database.Embedded;
using JsmConnector.PublicStatus;
using Microsoft.Extensions.Logging.Abstractions;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>Two nodes show the same bytes, and readers notice nothing when the database stops in the middle of a crowd.</summary>
public sealed class SeveralNodesTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_written_through_one_node_is_on_the_other_and_both_serve_the_same_bytes()
    {
        await using var one = await StatusPageApp.StartAsync(postgres);
        await using var other = await StatusPageApp.StartAsync(one.Database, Directory.CreateTempSubdirectory("second-node").FullName);
        await other.ReadAsync("/status/acme");

        for (var change = 0; change < 5; change++)
        {
            await one.BringToAsync("main", $"We look, {change}.", incidentId: Guid.NewGuid());
            await UntilAsync(async () => (await other.ReadAsync("/status/acme")).Contains($"We look, {change}.", StringComparison.Ordinal));
        }

        foreach (var document in PageDocuments.Whole.Concat(PageDocuments.OfPart).Concat(["", "/history", "/de", "/updates"]).Except(["/logo", "/custom.css"]))
        {
            using var here = await one.GetAsync($"/status/acme{document}");
            using var there = await other.GetAsync($"/status/acme{document}");
            Assert.Equal((document, HttpStatusCode.OK, here.Headers.ETag), (document, there.StatusCode, there.Headers.ETag));
        }
    }

    [Fact]
    public async Task The_database_is_stopped_in_the_middle_of_a_crowd_and_no_reader_is_lost()
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = Directory.CreateTempSubdirectory("stopped-postgres").FullName, IsDurable = false };
        var database = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, TimeProvider.System, Token);
        await TemplateDatabase.FillAsync($"{database.ConnectionString};Pooling=false");
        await using var app = await StatusPageApp.StartWithSiteAsync(database.ConnectionString, Directory.CreateTempSubdirectory("status-pages").FullName);
        await app.BringToAsync("main", "Before the fall.");

        var (answers, lost) = (0L, new ConcurrentBag<string>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var crowd = Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            string[] paths = ["", "/api/v2/summary.json", "/history.atom", "/maintenance.ics", "/badge.svg", $"/incidents/{JsmConnector.Incidents.PublicId.Of(StatusPageApp.Email.Value)}", "/history", "/de"];
            for (var turn = reader; !stop.IsCancellationRequested; turn++)
            {
                using var answer = await app.GetAsync($"/status/acme{paths[turn % paths.Length]}");
                Interlocked.Increment(ref answers);
                if (answer.StatusCode != HttpStatusCode.OK)
                    lost.Add($"{paths[turn % paths.Length]}: {answer.StatusCode}");
                await Task.Delay(2, Token);
            }
        }, Token)).ToList();

        await Task.Delay(500, Token);
        await database.DisposeAsync();
        var before = Interlocked.Read(ref answers);
        await Task.Delay(2_500, Token);
        // As many as it takes a slow machine longer.
        await UntilAsync(() => Task.FromResult(Interlocked.Read(ref answers) - before >= 50));
        await using var again = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, TimeProvider.System, Token);
        Npgsql.NpgsqlConnection.ClearAllPools();
        await UntilAsync(async () =>
        {
            try
            {
                await app.BringToAsync("main", "After the fall.", incidentId: Guid.NewGuid());
                return true;
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException)
            {
                return false;
            }
        });
        await UntilAsync(async () => (await app.ReadAsync("/status/acme")).Contains("After the fall.", StringComparison.Ordinal));
        await stop.CancelAsync();
        await Task.WhenAll(crowd);

        Assert.Empty(lost.Distinct());
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        for (var attempt = 0; attempt < 600; attempt++, await Task.Delay(50, Token))
        {
            if (await isTrue())
                return;
        }
        throw new TimeoutException("It did not become true within 30 seconds.");
    }
}
