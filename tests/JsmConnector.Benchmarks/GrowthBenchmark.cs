using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Load;
using JsmConnector.Benchmarks.Site;
using Npgsql;

namespace JsmConnector.Benchmarks;

/// <summary>Reads of the page and its summary while the history grows to 10,000 incidents and the page to 2,000 components, and the time until a change is shown then.</summary>
internal static class GrowthBenchmark
{
    private static readonly string[] Documents = ["/status/local", "/status/local/api/v2/summary.json", "/status/local/history", "/status/local/history.atom"];

    public static async Task RunAsync(BenchmarkDatabase database, BenchmarkSite site, AppProcess app, TimeSpan duration)
    {
        await site.SendAsync(app.Address, Bodies.Incident(70_001, "new", DateTimeOffset.UtcNow, "First"));
        await UntilAsync(app, "First");
        await MeasureAsync("1 incident, 1 component", app, duration);
        await IncidentsAsync(database, 10_000);
        await MeasureAsync("10,000 incidents", app, duration);
        await ChangeAsync("10,000 incidents", site, app, 70_100);
        await ComponentsAsync(database, 2_000);
        await MeasureAsync("10,000 incidents, 2,000 components", app, duration);
        await ChangeAsync("10,000 incidents, 2,000 components", site, app, 70_200);
    }

    private static async Task MeasureAsync(string name, AppProcess app, TimeSpan duration)
    {
        using var client = new HttpClient();
        foreach (var path in Documents)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, app.Address + path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
            using var answer = await client.SendAsync(request);
            var size = (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync()).Length;
            var load = await Wrk.RunAsync(app.Address + path, 64, duration, "pages.lua", ["Accept-Encoding: br"]);
            Suite.Print($"(g) {name}: {path["/status/local".Length..]}", load, string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0:0.0} KB a reader"));
        }
        Suite.Line($"(g) {name}: memory", $"{Machine.ResidentMegabytes(app.Process):0} MB");
    }

    /// <summary>From Jira's 204 to the moment at which readers see it.</summary>
    private static async Task ChangeAsync(string name, BenchmarkSite site, AppProcess app, int first)
    {
        var times = new List<double>();
        for (var change = 0; change < 12; change++)
        {
            await site.SendAsync(app.Address, Bodies.Incident(first + change, "new", DateTimeOffset.UtcNow, $"Grown {first + change}"));
            var watch = Stopwatch.StartNew();
            await UntilAsync(app, $"Grown {first + change}");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        Suite.Line($"(g) {name}: a change is shown after", string.Create(CultureInfo.InvariantCulture, $"p50 {times[times.Count / 2]:0} ms, at most {times[^1]:0} ms"));
    }

    private static Task IncidentsAsync(BenchmarkDatabase database, int count) => ExecuteAsync(database, $"""
        insert into published_incidents (installation_id, page_id, public_id, title, stage, impact, started_at, resolved_at, created_at, updated_at, component_ids)
        select installation_id, page_id, 'past' || lpad(n::text, 8, '0'), 'Problem with service ' || n, 'resolved', 'minor', started_at - n * interval '1 hour', started_at - n * interval '1 hour' + interval '20 minutes', created_at, updated_at, component_ids
        from published_incidents, generate_series(1, {count}) n where public_id not like 'past%';
        insert into published_updates (installation_id, page_id, public_id, incident_id, number, stage, words, display_at, is_correction)
        select installation_id, page_id, 'w' || k || right(public_id, 10), public_id, k, 'resolved', 'The problem is over. It was caused by something that we have mended since, and we watch it.', started_at, false
        from published_incidents, generate_series(1, 3) k where public_id like 'past%';
        """);

    private static Task ComponentsAsync(BenchmarkDatabase database, int count) => ExecuteAsync(database, $"""
        insert into published_components (installation_id, page_id, public_id, name, position, status, created_at, updated_at)
        select installation_id, page_id, 'part' || lpad(n::text, 8, '0'), 'Service ' || n, n + 10, 'operational', created_at - interval '200 days', updated_at
        from published_components, generate_series(1, {count}) n where name = 'First';
        insert into component_state_changes (installation_id, page_id, component_id, at, status)
        select installation_id, page_id, public_id, now() - k * interval '9 days' + (k % 2) * interval '1 hour', case when k % 2 = 0 then 'partial_outage' else 'operational' end
        from published_components, generate_series(1, 6) k where public_id like 'part%';
        """);

    private static async Task ExecuteAsync(BenchmarkDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"{sql} update published_pages set version = version + 1; select pg_notify('status_page_changed', installation_id::text) from published_pages", connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
        await Task.Delay(TimeSpan.FromSeconds(4));
    }

    private static async Task UntilAsync(AppProcess app, string text)
    {
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        while (!(await client.GetStringAsync(new Uri($"{app.Address}/status/local/api/v2/incidents/unresolved.json"))).Contains(text, StringComparison.Ordinal))
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"'{text}' did not appear within 30 seconds.");
            await Task.Delay(5);
        }
    }
}
