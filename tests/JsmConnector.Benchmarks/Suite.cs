using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Load;
using JsmConnector.Benchmarks.Site;
using Npgsql;

namespace JsmConnector.Benchmarks;

/// <summary>Runs everything against one database and prints figures with their ratios. See docs/performance.md for what they mean.</summary>
internal static class Suite
{
    public const int Connections = 32;
    public const int BodyBytes = 12_000;

    public static async Task RunAsync(TimeSpan duration, string? only)
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var site = await BenchmarkSite.StartAsync();
        var key = AppProcess.NewKey();

        // The first start migrates; the second is the warm one.
        await using (await AppProcess.StartAsync(database.ConnectionString, site.Address, key))
        {
        }
        await using var app = await AppProcess.StartAsync(database.ConnectionString, site.Address, key);
        await site.InstallAsync(app.Address);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var atRest = Machine.ResidentMegabytes(app.Process);

        if (only is null or "webhooks")
            await WebhooksAsync(database, site, app, duration, atRest);
        if (only is null or "visibility")
            await VisibilityBenchmark.RunAsync(site, app);
        if (only is null or "pages")
            await PagesBenchmark.RunAsync(app, duration);
        if (only is null or "panel")
            await PanelBenchmark.RunAsync(site, app);
        if (only is "growth")
            await GrowthBenchmark.RunAsync(database, site, app, duration);
        if (only is "nodes")
            await NodesBenchmark.RunAsync(database, site, app, key);
        Line("(d) memory after all of it", $"{Machine.ResidentMegabytes(app.Process):0} MB");
        await RetriesAsync(database);
        Line("(e) start to ready", $"{app.StartToReady.TotalSeconds:0.00} s on a warm database");
    }

    private static async Task WebhooksAsync(BenchmarkDatabase database, BenchmarkSite site, AppProcess app, TimeSpan duration, double atRest)
    {
        var bodyFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(bodyFile, Bodies.OrdinaryEdit(BodyBytes));
        Task<LoadResult> Load(string address, TimeSpan length, string run) =>
            Wrk.RunAsync(address, Connections, length, "webhooks.lua", [], bodyFile, "/connect/webhooks", site.WebhookToken(), run);

        var read = await WithFloorAsync("read", null, address => Load(address, duration, "floor"));
        var insert = await WithFloorAsync("insert", database.ConnectionString, address => Load(address, duration, "floor"));

        await Load(app.Address, duration, $"warm-{Guid.NewGuid():N}");
        await CaughtUpAsync(database);
        var before = await CountAsync(database);
        var (appBefore, databaseBefore) = (Machine.ProcessorTime(app.Process.Id), await ProcessorTimeAsync(database));
        var peak = PeakAsync(app.Process, duration);
        var ours = await Load(app.Address, duration, $"run-{Guid.NewGuid():N}");
        var memory = await peak;
        var stored = await CountAsync(database) - before;
        var behind = Stopwatch.StartNew();
        await CaughtUpAsync(database);
        var (appTime, databaseTime) = (Machine.ProcessorTime(app.Process.Id) - appBefore, await ProcessorTimeAsync(database) - databaseBefore);
        File.Delete(bodyFile);

        Print("(a) bare Kestrel, reads the body", read, null);
        Print("(a) one plain jsonb insert per request", insert, null);
        Print("(a) JsmConnector: verified, durable", ours, $"{ours.PerSecond / read.PerSecond:0%} of bare Kestrel, {ours.PerSecond / insert.PerSecond:0.0} times plain inserts");
        Line("    rows in the inbox", $"{stored} for {ours.Requests} answers; worked off {behind.Elapsed.TotalSeconds:0.0} s after the load ended");
        Line("    processor time of a webhook, worked off", $"app {appTime.TotalMicroseconds / stored:0} µs, PostgreSQL {databaseTime.TotalMicroseconds / stored:0} µs");
        Line("(d) memory", $"{atRest:0} MB at rest, {memory:0} MB at most under (a)");
    }

    /// <summary>Loopback never fails: a delivery that took more than one attempt is a fault of ours.</summary>
    private static async Task RetriesAsync(BenchmarkDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select channel || ' ' || coalesce(reason, '') || ' ' || state, count(*) from deliveries where attempts > 1 group by 1", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            Line("    deliveries that were repeated", $"{reader.GetString(0)} {reader.GetInt64(1)}");
    }

    private static async Task<double> PeakAsync(Process process, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var peak = 0.0;
        while (watch.Elapsed < duration)
        {
            peak = Math.Max(peak, Machine.ResidentMegabytes(process));
            await Task.Delay(100);
        }
        return peak;
    }

    private static async Task<LoadResult> WithFloorAsync(string kind, string? connectionString, Func<string, Task<LoadResult>> load)
    {
        var address = $"http://127.0.0.1:{FreePort.Take()}";
        var start = new ProcessStartInfo("dotnet", [typeof(Suite).Assembly.Location, "floor", kind, address, .. connectionString is null ? Array.Empty<string>() : [connectionString]]);
        using var floor = Process.Start(start)!;
        try
        {
            using var client = new HttpClient();
            for (var ready = false; !ready; await Task.Delay(20))
            {
                try
                {
                    using var answer = await client.GetAsync($"{address}/health/ready");
                    ready = answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    // Not listening yet.
                }
            }
            return await load(address);
        }
        finally
        {
            floor.Kill();
            await floor.WaitForExitAsync();
        }
    }

    /// <summary>Of the server with all its processes: the parent of any session is the postmaster.</summary>
    private static async Task<TimeSpan> ProcessorTimeAsync(BenchmarkDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var postmaster = Machine.Parent(connection.ProcessID);
        return Machine.Children(postmaster).Append(postmaster).Aggregate(TimeSpan.Zero, (sum, process) => sum + Machine.ProcessorTime(process));
    }

    private static async Task<long> CountAsync(BenchmarkDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from webhooks", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task CaughtUpAsync(BenchmarkDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select exists (select 1 from webhooks where state in ('Stored','Working'))", connection);
        while ((bool)(await command.ExecuteScalarAsync())!)
            await Task.Delay(100);
    }

    internal static void Print(string name, LoadResult result, string? ratio) =>
        Line(name, $"{result.PerSecond,8:0}/s  p50 {result.P50.TotalMilliseconds,6:0.0} ms  p99 {result.P99.TotalMilliseconds,6:0.0} ms{(result.Failures > 0 ? $"  {result.Failures} FAILED" : "")}{(ratio is null ? "" : $"  = {ratio}")}");

    internal static void Line(string name, string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {text}"));
}
