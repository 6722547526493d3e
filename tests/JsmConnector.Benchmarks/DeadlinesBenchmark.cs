using System.Globalization;
using JsmConnector.Benchmarks.Site;
using Npgsql;

namespace JsmConnector.Benchmarks;

/// <summary>Five thousand promises that come due in the same second, with two nodes that watch them: when the last was kept, and whether any was kept twice.</summary>
internal static class DeadlinesBenchmark
{
    private const int Promises = 5_000, Early = 400;

    public static async Task RunAsync()
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var site = await BenchmarkSite.StartAsync();
        var key = AppProcess.NewKey();
        await using var first = await AppProcess.StartAsync(database.ConnectionString, site.Address, key);
        await using var second = await AppProcess.StartAsync(database.ConnectionString, site.Address, key);
        await site.InstallAsync(first.Address);
        await site.SendAsync(first.Address, Bodies.Incident(70_000, "new", DateTimeOffset.UtcNow, "Email"));
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        while (await NumberAsync(source, "select count(*) from held_promises") == 0)
            await Task.Delay(50);

        await source.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"""
            with copies as (select incident as held, n, md5(incident.id::text || n)::uuid as id from incidents incident cross join generate_series(1, {Promises - 1}) n),
            incidents_made as (insert into incidents select (jsonb_populate_record(copies.held, jsonb_build_object('id', copies.id, 'issue_id', 'copy-' || n, 'issue_key', 'COPY-' || n))).* from copies),
            updates_made as (insert into incident_updates select (jsonb_populate_record(said, jsonb_build_object('id', md5(said.id::text || n)::uuid, 'incident_id', copies.id))).*
                from copies join incident_updates said on said.incident_id = (copies.held).id)
            insert into held_promises select (jsonb_populate_record(promise, jsonb_build_object('incident_id', copies.id))).* from copies join held_promises promise on promise.incident_id = (copies.held).id
            """)).ExecuteNonQueryAsync();
        // A node that lives has kept promises before: the first ones of a process also compile what keeps them.
        var early = await KeepAsync(source, Early);
        var late = await KeepAsync(source, Promises);
        Suite.Line("(n) 5,000 promises in one second, two nodes", string.Create(CultureInfo.InvariantCulture,
            $"{late.Kept} kept, {early.Twice + late.Twice} twice, the last was seen {late.Seconds:0.0} s after its time (the first {Early} of fresh nodes: {early.Seconds:0.0} s)"));
    }

    /// <returns>How many were kept, how many of them more than once, and how long after their time the last one was seen, in seconds.</returns>
    private static async Task<(long Kept, long Twice, double Seconds)> KeepAsync(NpgsqlDataSource source, int many)
    {
        const string count = "select count(*) from incident_updates where about = 'holding'";
        var before = await NumberAsync(source, count);
        // Late enough that both nodes have seen it coming: they sleep ten seconds at most.
        var due = (DateTime)(await source.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"""
            with moved as (update held_promises set due_at = date_trunc('second', now()) + interval '15 seconds', look_at = date_trunc('second', now()) + interval '15 seconds', holding_posts = 0
                where incident_id in (select incident_id from held_promises limit {many}) returning due_at)
            select max(due_at) from moved
            """)).ExecuteScalarAsync())!;
        var until = DateTime.UtcNow.AddSeconds(90);
        while (await NumberAsync(source, count) < before + many && DateTime.UtcNow < until)
            await Task.Delay(50);
        var seen = DateTime.UtcNow;
        // A second keeping, and what is told of them, would come now.
        await Task.Delay(TimeSpan.FromSeconds(20));
        var twice = $"select count(*) from (select incident_id from incident_updates where about = 'holding' and published_at >= '{due:O}' group by incident_id having count(*) > 1) twice";
        return (await NumberAsync(source, count) - before, await NumberAsync(source, twice), (seen - due).TotalSeconds);
    }

    private static async Task<long> NumberAsync(NpgsqlDataSource source, string sql) => (long)(await source.CreateCommand(sql).ExecuteScalarAsync())!;
}
