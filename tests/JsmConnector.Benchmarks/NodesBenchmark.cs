using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Site;

namespace JsmConnector.Benchmarks;

/// <summary>A change told to one node, readable on the other: from Jira's 204, and from the moment at which the first node shows it.</summary>
internal static class NodesBenchmark
{
    private const int Changes = 60;

    public static async Task RunAsync(BenchmarkDatabase database, BenchmarkSite site, AppProcess one, string key)
    {
        await using var other = await AppProcess.StartAsync(database.ConnectionString, site.Address, key);
        using var client = new HttpClient();
        await Task.WhenAll(SeenAsync(client, one, ""), SeenAsync(client, other, ""));
        var (total, behind) = (new List<double>(), new List<double>());
        for (var change = -5; change < Changes; change++)
        {
            var service = $"Node {change + 1_000}";
            await site.SendAsync(one.Address, Bodies.Incident(80_000 + change, "new", DateTimeOffset.UtcNow, service));
            var watch = Stopwatch.GetTimestamp();
            var seen = await Task.WhenAll(SeenAsync(client, one, service), SeenAsync(client, other, service));
            await site.SendAsync(one.Address, Bodies.Incident(80_000 + change, "done", DateTimeOffset.UtcNow, service));
            if (change < 0)
                continue;
            total.Add(Stopwatch.GetElapsedTime(watch, seen[1]).TotalMilliseconds);
            behind.Add(Math.Abs(Stopwatch.GetElapsedTime(seen[0], seen[1]).TotalMilliseconds));
        }
        Suite.Line("(n) webhook accepted to the other node", Percentiles(total));
        Suite.Line("(n) between the two nodes", Percentiles(behind));
    }

    private static async Task<long> SeenAsync(HttpClient client, AppProcess app, string text)
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(20))
        {
            if ((await client.GetStringAsync(new Uri($"{app.Address}/status/local/api/v2/summary.json"))).Contains(text, StringComparison.Ordinal))
                return Stopwatch.GetTimestamp();
            await Task.Delay(2);
        }
        throw new TimeoutException($"'{text}' did not appear within 20 seconds.");
    }

    private static string Percentiles(List<double> times)
    {
        times.Sort();
        string At(double share) => times[(int)Math.Min(times.Count - 1, Math.Ceiling(times.Count * share) - 1)].ToString("0", CultureInfo.InvariantCulture);
        return $"p50 {At(0.5)} ms  p95 {At(0.95)} ms  at most {At(1)} ms  ({times.Count} changes)";
    }
}
