using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Site;
using Npgsql;

namespace JsmConnector.Benchmarks;

/// <summary>The list of ten thousand postmortems, page by page through `/api/v1`, with and without filters, and the figures over all of them.</summary>
internal static class PostmortemListBenchmark
{
    private const int Rows = 10_000;
    private const int Calls = 60;

    public static async Task RunAsync()
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var site = await BenchmarkSite.StartAsync();
        await using var app = await AppProcess.StartAsync(database.ConnectionString, site.Address, AppProcess.NewKey());
        await site.InstallAsync(app.Address);
        await FillAsync(database.ConnectionString);
        foreach (var (name, path) in new[]
        {
            ("any page", "/api/v1/postmortems?page={0}"), ("by component", "/api/v1/postmortems?component=Service%207&page={0}"), ("by cause", "/api/v1/postmortems?cause=capacity&page={0}"),
            ("by words", "/api/v1/postmortems?text=number%2042&page={0}"), ("figures", "/api/v1/postmortems/figures?days={0}"), ("file", "/api/v1/postmortems/file?format=csv&severity={1}"),
        })
        {
            var times = new List<double>();
            for (var call = 1; call <= Calls; call++)
            {
                var watch = Stopwatch.StartNew();
                await site.ReadAsync(app.Address, string.Format(CultureInfo.InvariantCulture, path, call * 3, call % 4 + 1));
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows} postmortems, {name}: median {times[Calls / 2]:0} ms, 95 % under {times[Calls * 95 / 100]:0} ms"));
        }
    }

    /// <summary>With documents of a usual length: the list must not read them.</summary>
    private static async Task FillAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($$"""
            insert into components (installation_id, id, name, name_key, position, created_at)
            select i.id, md5('c' || n)::uuid, 'Service ' || n, 'service ' || n, n, now() from installations i, generate_series(0, 19) n;
            insert into incidents (installation_id, id, issue_id, issue_key, summary, stage, ticket_stage, severity, worst_severity, class, started_at, resolved_at, snapshot_at, deleted, published)
            select i.id, md5('i' || n)::uuid, (1000000 + n)::text, 'OPS-' || n, 'Trouble number ' || n, 'Resolved', 'Resolved', 1 + n % 4, 1 + n % 4, 'outage', now() - n * interval '4 hours', now() - n * interval '4 hours' + interval '1 hour', now(), false, true
            from installations i, generate_series(1, {{Rows}}) n;
            insert into incident_components (installation_id, incident_id, component_id, name, is_affected)
            select i.id, md5('i' || n)::uuid, md5('c' || c)::uuid, 'Service ' || c, true from installations i, generate_series(1, {{Rows}}) n, lateral (values (n % 20), ((n / 7 + 3) % 20)) as touched (c)
            group by i.id, n, c;
            insert into postmortems (installation_id, incident_id, state, resolved_at, generated_at, generation, needs_refresh, links, attempts, created_at, version, internal_markdown, external_markdown, facts, cause_categories,
              seconds_to_acknowledge, seconds_to_resolve, seconds_to_first_word)
            select i.id, md5('i' || n)::uuid, 'Draft', now() - n * interval '4 hours' + interval '1 hour', now(), 1, false, '{}', 0, now(), 1, repeat('A line of a document. ', 800), repeat('A line of a document. ', 80),
              jsonb_build_object('text', repeat('fact ', 2000)), array[case n % 3 when 0 then 'capacity' when 1 then 'deployment' else 'network' end], n % 900, 3600 + n % 7200, n % 1800
            from installations i, generate_series(1, {{Rows}}) n;
            analyze;
            """, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }
}
